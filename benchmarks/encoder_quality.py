"""Measures what the optional encoder adds to the search: each question without and with it, by the product's own code.

The folder has `corpus.jsonl`, questions (`_id`, `text`) and judgements (tab-separated, with a line of column names).
Needs the extra: `pip install stedennet[encoder]`.
Run: `python -m benchmarks.encoder_quality FOLDER [--queries queries_en.jsonl --qrels qrels_en.tsv] [--weight 0.2]`.
"""

import argparse
import json
import math
import random
from dataclasses import replace
from pathlib import Path

from benchmarks.stage import set_up

RESAMPLES, FOREVER = 1_000, 1e9


def read(folder: Path, queries: str, qrels: str) -> tuple[dict[str, str], dict[str, str], dict[str, set[str]]]:
    """Read the texts by id, the questions by id, and the answers of each question."""
    texts, questions = (texts_of(folder / name) for name in ("corpus.jsonl", queries))
    answers: dict[str, set[str]] = {}
    for question, document, score in (line.split("\t") for line in _lines(folder / qrels)[1:]):
        if float(score) > 0:
            answers.setdefault(question, set()).add(document)
    return texts, questions, answers


def texts_of(path: Path) -> dict[str, str]:
    """Read the title and text of each row, by id."""
    rows = map(json.loads, _lines(path))
    return {row["_id"]: f"{row.get('title', '')}\n{row['text']}".strip() for row in rows}


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def gain(ranked: list[str], answers: set[str]) -> float:
    """Compute nDCG@10, with equally good answers."""
    achieved = sum(1 / math.log2(rank + 2) for rank, id in enumerate(ranked[:10]) if id in answers)
    return achieved / sum(1 / math.log2(rank + 2) for rank in range(min(10, len(answers))))


def interval(values: list[float]) -> str:
    """Format the mean and its 95 % bootstrap interval (fixed seed)."""
    generator = random.Random(1)
    means = sorted(sum(generator.choices(values, k=len(values))) / len(values) for _ in range(RESAMPLES))
    return f"{sum(values) / len(values):.4f} [{means[25]:.3f}, {means[974]:.3f}]"


def fill(texts: dict[str, str]) -> None:
    """Build the index of these texts and their vectors, as the worker does."""
    from stedennet.search import encoders, index_store, sources
    from stedennet.search.flows import index_updates, vectors
    from stedennet.search.records import Record

    sources._sources.clear()
    records = [Record("document", id, id, "", body=text) for id, text in texts.items()]
    sources.register_source("document", lambda keys: records)
    index_updates.rebuild_index()
    encoder = encoders.get_encoder()
    if encoder is None:
        raise SystemExit(encoders.find_encoder_problem())
    vectors.make_vectors(encoder, index_store.open_reader(), within=FOREVER)


def main() -> None:
    """Print both figures and their difference."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--queries", default="queries.jsonl")
    parser.add_argument("--qrels", default="qrels.tsv")
    parser.add_argument("--weight", type=float, nargs="*", default=[])
    arguments = parser.parse_args()
    texts, questions, answers = read(arguments.folder, arguments.queries, arguments.qrels)
    fill(texts)
    from stedennet.search import index_store, retrieval, score_fusion
    from stedennet.search.rules import query_syntax

    def figures(near: score_fusion.NearnessFinder) -> list[float]:
        results = (
            retrieval.find_results(
                index_store.open_reader(),
                query_syntax.parse_question(questions[id]),
                most=50,
                with_facets=False,
                near=near,
            ).ids
            for id in answers
        )
        rankings = [[id.partition(":")[2] for id in ids] for ids in results]
        return [gain(ranked, answers[id]) for ranked, id in zip(rankings, answers, strict=True)]

    without = figures(lambda text: None)
    print(f"{len(answers)} questions; without the encoder: nDCG@10 {interval(without)}")
    for weight in arguments.weight or [score_fusion.WEIGHT]:

        def near(text: str, weight: float = weight) -> score_fusion.Nearness | None:
            nearness = score_fusion.find_nearness(text)
            return replace(nearness, weight=weight) if nearness else None

        fused = figures(near)
        differences = [with_ - without_ for with_, without_ in zip(fused, without, strict=True)]
        print(f"with, weight {weight}: nDCG@10 {interval(fused)}; difference {interval(differences)}")


if __name__ == "__main__":
    import os

    os.environ["STEDENNET_ENCODER"] = "sentence"
    set_up()
    main()
