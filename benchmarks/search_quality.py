"""Measures the quality of the search on a public data set, next to other engines in the same run.

Run: `python -m benchmarks.search_quality FOLDER [--queries queries_en.jsonl --qrels qrels_en.tsv] [--masked] [--typo]
[--ablation] [--alone] [--postgres URL]`. The folder is described in `benchmarks/sets.py`, the results are in
`benchmarks/README.md`.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

from benchmarks import figures, sets
from benchmarks.engines import Ranking
from benchmarks.sets import Set
from benchmarks.stage import set_up

BASELINE = "stop words + porter, BM25"
Values = dict[str, list[float]]


def measured(ranking: Ranking, set_: Set) -> Values:
    """Compute each figure for each question."""
    ranked = {id: ranking(text) for id, text in set_.questions.items()}
    return {
        name: [figure(ranked[id], set_.answers[id]) for id in set_.questions]
        for name, figure in figures.FIGURES.items()
    }


def rivals(set_: Set, postgres: str) -> dict[str, Callable[[], Ranking]]:
    """The other engines, each with the function that builds it."""
    from benchmarks import engines

    makers = {
        "plain BM25 (bm25s)": lambda: engines.bm25_plain(set_.documents),
        BASELINE: lambda: engines.bm25_porter(set_.documents),
        "SQLite FTS5": lambda: engines.sqlite(set_.documents),
        "Wagtail's built-in search": lambda: engines.wagtail(set_.documents),
    }
    if postgres:
        makers["PostgreSQL dutch"] = lambda: engines.postgres(set_.documents, postgres)
    return makers


def compare(set_: Set, others: dict[str, Callable[[], Ranking]]) -> Values:
    """Print the figures of all engines, and the difference with ours for the same questions."""
    from benchmarks import engines

    ours = measured(engines.ours(set_.documents), set_)
    show("Stedennet", ours)
    for name, make in others.items():
        theirs = measured(make(), set_)
        show(name, theirs)
        print(f"{'':28} ours is better by {figures.difference(ours['nDCG@10'], theirs['nDCG@10'])} nDCG@10")
    return ours


def show(name: str, values: Values) -> None:
    """Print the figures of one engine."""
    print(
        f"{name:28} " + "  ".join(f"{figure} {figures.in_words(each)}" for figure, each in values.items()), flush=True
    )


def ablation(set_: Set, ours: Values) -> None:
    """Print the contribution of each step: added one by one, and each left out."""
    from benchmarks import engines
    from stedennet.search import retrieval
    from stedennet.search.rules import term_weights

    steps = {
        "parts of compounds": (term_weights, {"PART": 0.0}),
        "n-grams of four letters": (term_weights, {"NGRAM": 0.0, "NGRAM_OF_UNKNOWN": 0.0}),
        "pairs of neighbours": (term_weights, {"PAIR": 0.0}),
        "plain words": (term_weights, {"PLAIN": 0.0}),
        "all words in the result": (retrieval, {"EXACT_BONUS": 1.0, "MOST_EXACT_WORDS": 0}),
    }
    ranking = engines.ours(set_.documents)

    def without(*names: str) -> Values:
        originals = [
            (steps[name][0], part, getattr(steps[name][0], part)) for name in names for part in steps[name][1]
        ]
        for name in names:
            for part, value in steps[name][1].items():
                setattr(steps[name][0], part, value)
        try:
            return measured(ranking, set_)
        finally:
            for module, part, value in originals:
                setattr(module, part, value)

    names = list(steps)
    print("\nAdded one by one (the index is the same; a step is a weight in the query):")
    for done in range(len(names) + 1):
        values = without(*names[done:])["nDCG@10"]
        print(f"  {'stems' if not done else '+ ' + names[done - 1]:26} nDCG@10 {figures.in_words(values)}")
    print("Each step left out, compared with all:")
    for name in names:
        values = without(name)["nDCG@10"]
        print(f"  without {name:26} contributes {figures.difference(ours['nDCG@10'], values)}")


def main() -> None:
    """Print the figures of a data set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--queries", default="queries.jsonl")
    parser.add_argument("--qrels", default="qrels.tsv")
    parser.add_argument(
        "--masked", action="store_true", help="remove the first mention of the question's words from its answers"
    )
    parser.add_argument("--typo", action="store_true", help="mistype the longest word of each question")
    parser.add_argument("--ablation", action="store_true", help="what each step contributes")
    parser.add_argument("--alone", action="store_true", help="without the other engines")
    parser.add_argument("--postgres", default="", help="postgres://… of a server to compare with")
    arguments = parser.parse_args()
    set_ = sets.read(arguments.folder, arguments.queries, arguments.qrels)
    set_ = sets.masked(set_) if arguments.masked else set_
    set_ = sets.mistyped(set_) if arguments.typo else set_
    print(f"{arguments.folder.name}: {len(set_.documents)} documents, {len(set_.questions)} questions")
    ours = compare(set_, {} if arguments.alone else rivals(set_, arguments.postgres))
    if arguments.ablation:
        ablation(set_, ours)


if __name__ == "__main__":
    set_up()
    main()
