"""How well matching finds who could do a project, on a set that others made.

The folder holds `projects.jsonl` (id, title, text, topic) and `participations.tsv` (project, org). For each project
whose organisation has another one: the organisations are ranked by their *other* projects, with the words of the own
name masked.
Run: `python -m benchmarks.matching_quality FOLDER [--prefix en_water_] [--topic EFRO]`.
"""

import argparse
import json
import math
import random
import tempfile
from collections import defaultdict
from pathlib import Path

from stedennet.matching import activities
from stedennet.matching.rules.factors import rank_candidates
from stedennet.matching.rules.track_records import TrackRecord, build_track_records, score_track_record
from stedennet.search.engine import IndexReader, IndexWriter
from stedennet.search.records import Record
from stedennet.search.rules.plain_words import words_of

DEEP, DEEPEST, RESAMPLES = 10, 50, 1_000


def read(folder: Path, prefix: str) -> tuple[list[dict[str, str]], dict[str, set[str]]]:
    """The projects, and the organisations of each."""
    lines = (folder / f"{prefix}projects.jsonl").read_text(encoding="utf-8").splitlines()
    pairs = (folder / f"{prefix}participations.tsv").read_text(encoding="utf-8").splitlines()[1:]
    owners: dict[str, set[str]] = defaultdict(set)
    for project, organisation in (pair.split("\t") for pair in pairs if pair):
        owners[project].add(organisation)
    return [json.loads(line) for line in lines], owners


def shelf_of(projects: list[dict[str, str]], owners: dict[str, set[str]]) -> IndexReader:
    """An index of the projects, as the product makes it."""
    folder = Path(tempfile.mkdtemp(prefix="stedennet-benchmark-"))
    writer = IndexWriter(folder, make=True)
    for one in projects:
        writer.add(
            Record(
                "initiative",
                one["id"],
                one["id"],
                one["title"],
                body=one["text"],
                themes=(theme_of(one),),
                owners=tuple(sorted(owners[one["id"]])),
            )
        )
    writer.commit()
    writer.close()
    return IndexReader(folder)


def theme_of(project: dict[str, str]) -> str:
    """The theme of a project: the first word of its topic."""
    return (project.get("topic") or "").partition(".")[0].partition(" ")[0].lower()


def masked(project: dict[str, str], organisations: set[str]) -> str:
    """The project's text without the words of its organisations' names."""
    names = {word for organisation in organisations for word in words_of(organisation)}
    words = f"{project['title']} {project['text']}".split()
    return " ".join(word for word in words if not names & set(words_of(word)))


def work(shelf: IndexReader, project: dict[str, str], organisations: set[str]) -> dict[str, TrackRecord]:
    """What everybody did that resembles a project, the product's own way."""
    text = masked(project, organisations)
    found = activities.find_similar_activities(shelf, text, itself=f"initiative:{project['id']}")
    return build_track_records(found, themes={theme_of(project)})


def ranking(shelf: IndexReader, project: dict[str, str], organisations: set[str]) -> list[str]:
    """The organisations by what they did, the product's own way."""
    done = work(shelf, project, organisations)
    return [
        one.key for one in rank_candidates({key: score_track_record(one) for key, one in done.items()}, most=DEEPEST)
    ]


def figures(ranked: list[str], relevant: set[str]) -> tuple[float, float]:
    """nDCG@10 and recall@50 of one ranking."""
    gains = sum(1 / math.log2(place + 2) for place, one in enumerate(ranked[:DEEP]) if one in relevant)
    best = sum(1 / math.log2(place + 2) for place in range(min(DEEP, len(relevant))))
    return gains / best, len(relevant & set(ranked[:50])) / len(relevant)


def with_interval(values: list[float]) -> str:
    """The mean with the middle 95 % of means of resampled values (fixed seed)."""
    chance = random.Random(1)
    means = sorted(sum(chance.choices(values, k=len(values))) / len(values) for _ in range(RESAMPLES))
    return f"{sum(values) / len(values):.4f} [{means[25]:.3f}, {means[974]:.3f}]"


def queries_of(
    projects: list[dict[str, str]], owners: dict[str, set[str]], topic: str
) -> list[tuple[dict[str, str], set[str]]]:
    """The projects whose organisations have another one, with those organisations."""
    times: dict[str, int] = defaultdict(int)
    for organisations in owners.values():
        for organisation in organisations:
            times[organisation] += 1
    found = [(one, {name for name in owners[one["id"]] if times[name] > 1}) for one in projects]
    return [(one, again) for one, again in found if again and topic in (one.get("topic") or "")]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--prefix", default="")
    parser.add_argument("--topic", default="")
    asked = parser.parse_args()
    projects, owners = read(asked.folder, asked.prefix)
    shelf = shelf_of(projects, owners)
    queries = queries_of(projects, owners, asked.topic)
    print(f"{len(queries)} of {len(projects)} projects, {len(set().union(*owners.values()))} organisations")
    results = [figures(ranking(shelf, project, owners[project["id"]]), again) for project, again in queries]
    ndcg, recall = (with_interval([result[place] for result in results]) for place in (0, 1))
    print(f"nDCG@10 {ndcg}, recall@50 {recall}")


if __name__ == "__main__":
    main()
