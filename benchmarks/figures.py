"""Figures of rankings and their confidence intervals. Pure."""

import math
from collections.abc import Mapping, Sequence

import numpy as np

DEEP, WIDE = 10, 50
RESAMPLES = 2_000
SEED = 1


def ndcg(ranked: Sequence[str], answers: Mapping[str, float]) -> float:
    """Compute the normalised discounted cumulative gain of the first ten (Järvelin and Kekäläinen, 2002)."""
    gain = sum(answers.get(id, 0.0) / math.log2(place + 2) for place, id in enumerate(ranked[:DEEP]))
    best = sorted(answers.values(), reverse=True)[:DEEP]
    return gain / sum(score / math.log2(place + 2) for place, score in enumerate(best))


def mrr(ranked: Sequence[str], answers: Mapping[str, float]) -> float:
    """Compute one divided by the rank of the first answer among the first ten; 0 when there is none."""
    return next((1 / (place + 1) for place, id in enumerate(ranked[:DEEP]) if id in answers), 0.0)


def recall(ranked: Sequence[str], answers: Mapping[str, float]) -> float:
    """Compute the share of the answers that is among the first fifty."""
    return len(set(ranked[:WIDE]) & set(answers)) / len(answers)


FIGURES = {"nDCG@10": ndcg, "MRR@10": mrr, "recall@50": recall}


def interval(values: Sequence[float]) -> tuple[float, float, float]:
    """Compute the mean and its 95 % bootstrap interval (fixed seed)."""
    array = np.asarray(values)
    generator = np.random.default_rng(SEED)
    means = array[generator.integers(0, len(array), (RESAMPLES, len(array)))].mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(array.mean()), float(low), float(high)


def in_words(values: Sequence[float]) -> str:
    """Format the mean and its interval."""
    mean, low, high = interval(values)
    return f"{mean:.4f} [{low:.3f}, {high:.3f}]"


def difference(ours: Sequence[float], theirs: Sequence[float]) -> str:
    """Format the mean difference for the same questions and its interval, resampled in pairs."""
    mean, low, high = interval([our - their for our, their in zip(ours, theirs, strict=True)])
    return f"{mean:+.4f} [{low:+.4f}, {high:+.4f}]"
