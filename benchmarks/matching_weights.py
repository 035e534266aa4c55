"""Fits the weights of matching: the sum of activities (POWER, NEXT) and activities for the theme (THEMED).

The data set is that of `benchmarks.matching_quality`. Each half of the questions chooses weights, which are measured
on the other half: a choice of both halves is kept, a choice of one half only is coincidence.
Run: `python -m benchmarks.matching_weights FOLDER [--prefix en_water_] [--topic EFRO]`.
"""

import argparse
import itertools
from pathlib import Path

from benchmarks.matching_quality import build_index, figures, masked, queries_of, read, theme_of, with_interval
from stedennet.matching import activities
from stedennet.matching.rules import track_records
from stedennet.matching.rules.factors import rank_candidates

POWERS, NEXTS, THEMEDS = (1.0, 1.25, 1.5, 2.0), (0.0, 0.3, 0.5, 0.6, 0.7, 0.85), (0.0, 0.25, 0.5, 1.0)
Weights = tuple[float, float, float]
KEPT: Weights = (track_records.POWER, track_records.NEXT, track_records.THEMED)


def main() -> None:
    """Print the best weights of each half with their result on the other, and the results of the kept weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--prefix", default="")
    parser.add_argument("--topic", default="")
    arguments = parser.parse_args()
    projects, owners = read(arguments.folder, arguments.prefix)
    reader = build_index(projects, owners)
    questions = [
        (
            activities.find_similar_activities(
                reader, masked(project, owners[project["id"]]), itself=f"initiative:{project['id']}"
            ),
            theme_of(project),
            relevant,
        )
        for project, relevant in queries_of(projects, owners, arguments.topic)
    ]
    grid = {
        weights: [measure(*question, weights) for question in questions]
        for weights in itertools.product(POWERS, NEXTS, THEMEDS)
    }
    halves = slice(0, None, 2), slice(1, None, 2)
    for half, other_half in (halves, halves[::-1]):
        best = max(grid, key=lambda weights, half=half: sum(sum(result) for result in grid[weights][half]))
        print(f"one half chooses power, next, themed = {best}; on the other half: {in_words(grid[best][other_half])}")
    for weights in (KEPT, (1.0, 0.0, 0.0), (1.0, 0.5, 0.0), (1.5, 0.5, 0.0)):
        print(f"{weights}: {in_words([measure(*question, weights) for question in questions])}")


def measure(
    similar: list[track_records.Activity], theme: str, relevant: set[str], weights: Weights
) -> tuple[float, float]:
    """Compute nDCG@10 and recall@50 of one question with these weights."""
    track_records.POWER, track_records.NEXT, track_records.THEMED = weights
    records = track_records.build_track_records(similar, themes={theme})
    factors = {key: track_records.score_track_record(record) for key, record in records.items()}
    return figures([candidate.key for candidate in rank_candidates(factors, most=50)], relevant)


def in_words(results: list[tuple[float, float]]) -> str:
    """Format both figures with their intervals."""
    ndcg, recall = (with_interval([result[place] for result in results]) for place in (0, 1))
    return f"nDCG@10 {ndcg}, recall@50 {recall}"


if __name__ == "__main__":
    main()
