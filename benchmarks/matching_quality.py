"""Measures how well matching finds the organisations that could do a project, on a public data set.

The folder has `projects.jsonl` (id, title, text, topic) and `participations.tsv` (project, org). For each project of
an organisation with other projects, organisations are ranked by their *other* projects, with the words of their names
masked in its text.
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
    """Read the projects, and the organisations of each."""
    lines = (folder / f"{prefix}projects.jsonl").read_text(encoding="utf-8").splitlines()
    pairs = (folder / f"{prefix}participations.tsv").read_text(encoding="utf-8").splitlines()[1:]
    owners: dict[str, set[str]] = defaultdict(set)
    for project, organisation in (pair.split("\t") for pair in pairs if pair):
        owners[project].add(organisation)
    return [json.loads(line) for line in lines], owners


def build_index(projects: list[dict[str, str]], owners: dict[str, set[str]]) -> IndexReader:
    """Build an index of the projects, as the product does."""
    folder = Path(tempfile.mkdtemp(prefix="stedennet-benchmark-"))
    writer = IndexWriter(folder, make=True)
    for project in projects:
        writer.add(
            Record(
                "initiative",
                project["id"],
                project["id"],
                project["title"],
                body=project["text"],
                themes=(theme_of(project),),
                owners=tuple(sorted(owners[project["id"]])),
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


def track_records_for(reader: IndexReader, project: dict[str, str], organisations: set[str]) -> dict[str, TrackRecord]:
    """Build the track records for a project by the product's own code."""
    text = masked(project, organisations)
    similar = activities.find_similar_activities(reader, text, itself=f"initiative:{project['id']}")
    return build_track_records(similar, themes={theme_of(project)})


def ranking(reader: IndexReader, project: dict[str, str], organisations: set[str]) -> list[str]:
    """Rank the organisations by their track record, by the product's own code."""
    records = track_records_for(reader, project, organisations)
    factors = {key: score_track_record(record) for key, record in records.items()}
    return [candidate.key for candidate in rank_candidates(factors, most=DEEPEST)]


def figures(ranked: list[str], relevant: set[str]) -> tuple[float, float]:
    """Compute nDCG@10 and recall@50 of one ranking."""
    gains = sum(1 / math.log2(place + 2) for place, key in enumerate(ranked[:DEEP]) if key in relevant)
    best = sum(1 / math.log2(place + 2) for place in range(min(DEEP, len(relevant))))
    return gains / best, len(relevant & set(ranked[:50])) / len(relevant)


def with_interval(values: list[float]) -> str:
    """Format the mean and its 95 % bootstrap interval (fixed seed)."""
    generator = random.Random(1)
    means = sorted(sum(generator.choices(values, k=len(values))) / len(values) for _ in range(RESAMPLES))
    return f"{sum(values) / len(values):.4f} [{means[25]:.3f}, {means[974]:.3f}]"


def queries_of(
    projects: list[dict[str, str]], owners: dict[str, set[str]], topic: str
) -> list[tuple[dict[str, str], set[str]]]:
    """Select the projects of organisations with other projects, each with those organisations."""
    counts: dict[str, int] = defaultdict(int)
    for organisations in owners.values():
        for organisation in organisations:
            counts[organisation] += 1
    candidates = [(project, {name for name in owners[project["id"]] if counts[name] > 1}) for project in projects]
    return [
        (project, relevant) for project, relevant in candidates if relevant and topic in (project.get("topic") or "")
    ]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--prefix", default="")
    parser.add_argument("--topic", default="")
    arguments = parser.parse_args()
    projects, owners = read(arguments.folder, arguments.prefix)
    reader = build_index(projects, owners)
    queries = queries_of(projects, owners, arguments.topic)
    print(f"{len(queries)} of {len(projects)} projects, {len(set().union(*owners.values()))} organisations")
    results = [figures(ranking(reader, project, owners[project["id"]]), relevant) for project, relevant in queries]
    ndcg, recall = (with_interval([result[place] for result in results]) for place in (0, 1))
    print(f"nDCG@10 {ndcg}, recall@50 {recall}")


if __name__ == "__main__":
    main()
