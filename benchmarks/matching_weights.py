"""Fits what matching may fit: how deeds add up (POWER, NEXT) and how much work on the theme counts (THEMED).

The set is that of `benchmarks.matching_quality`. Each half of the questions chooses by itself, and is judged on the
other half: what both choose is kept; a choice that only one half makes is chance.
Run: `python -m benchmarks.matching_weights FOLDER [--prefix en_water_] [--topic EFRO]`.
"""

import argparse
import itertools
from pathlib import Path

from benchmarks.matching_quality import figures, masked, queries_of, read, shelf_of, theme_of, with_interval
from stedennet.matching import activities
from stedennet.matching.rules import track_records
from stedennet.matching.rules.factors import rank_candidates

POWERS, NEXTS, THEMEDS = (1.0, 1.25, 1.5, 2.0), (0.0, 0.3, 0.5, 0.6, 0.7, 0.85), (0.0, 0.25, 0.5, 1.0)
Weights = tuple[float, float, float]
KEPT: Weights = (track_records.POWER, track_records.NEXT, track_records.THEMED)


def main() -> None:
    """Print the best of each half, what it gives on the other, and what the kept weights give."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--prefix", default="")
    parser.add_argument("--topic", default="")
    asked = parser.parse_args()
    projects, owners = read(asked.folder, asked.prefix)
    shelf = shelf_of(projects, owners)
    found = [
        (
            activities.find_similar_activities(
                shelf, masked(one, owners[one["id"]]), itself=f"initiative:{one['id']}"
            ),
            theme_of(one),
            again,
        )
        for one, again in queries_of(projects, owners, asked.topic)
    ]
    grid = {weights: [judged(*one, weights) for one in found] for weights in itertools.product(POWERS, NEXTS, THEMEDS)}
    halves = slice(0, None, 2), slice(1, None, 2)
    for here, there in (halves, halves[::-1]):
        best = max(grid, key=lambda weights, here=here: sum(sum(one) for one in grid[weights][here]))
        print(f"one half chooses power, next, themed = {best}; on the other half: {said(grid[best][there])}")
    for weights in (KEPT, (1.0, 0.0, 0.0), (1.0, 0.5, 0.0), (1.5, 0.5, 0.0)):
        print(f"{weights}: {said([judged(*one, weights) for one in found])}")


def judged(things: list[track_records.Activity], theme: str, again: set[str], weights: Weights) -> tuple[float, float]:
    """nDCG@10 and recall@50 of one question with these weights."""
    track_records.POWER, track_records.NEXT, track_records.THEMED = weights
    done = track_records.build_track_records(things, themes={theme})
    order = [
        one.key
        for one in rank_candidates({key: track_records.score_track_record(one) for key, one in done.items()}, most=50)
    ]
    return figures(order, again)


def said(results: list[tuple[float, float]]) -> str:
    """Both figures with their intervals."""
    ndcg, recall = (with_interval([result[place] for result in results]) for place in (0, 1))
    return f"nDCG@10 {ndcg}, recall@50 {recall}"


if __name__ == "__main__":
    main()
