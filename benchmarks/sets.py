"""Data sets of questions with known answers, and the ways to make them harder. Pure, apart from reading files.

The folder has `corpus.jsonl` (`_id`, `title`, `text`), questions (`_id`, `text`) and judgements (tab-separated:
question, document, score; with a line of column names).
"""

import json
import random
import re
import string
from dataclasses import dataclass, replace
from pathlib import Path

SEED = 20260101
LONG_ENOUGH = 4
"""The least number of letters of a word that is mistyped or masked: shorter ones become other words, or say little."""
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Document:
    """A document that can be found."""

    id: str
    title: str
    text: str

    @property
    def whole(self) -> str:
        """Title and text."""
        return f"{self.title}\n{self.text}".strip()


@dataclass(frozen=True)
class Set:
    """Documents, questions, and the scores of the documents that answer each question."""

    documents: list[Document]
    questions: dict[str, str]
    answers: dict[str, dict[str, float]]


def read(folder: Path, queries: str = "queries.jsonl", qrels: str = "qrels.tsv") -> Set:
    """Read the data set in a folder; questions without a judgement are left out."""
    rows = [json.loads(line) for line in _lines(folder / "corpus.jsonl")]
    documents = [Document(row["_id"], row.get("title", ""), row["text"]) for row in rows]
    answers: dict[str, dict[str, float]] = {}
    for line in _lines(folder / qrels)[1:]:
        question, document, score = line.split("\t")
        if float(score) > 0:
            answers.setdefault(question, {})[document] = float(score)
    questions = {row["_id"]: row["text"] for row in map(json.loads, _lines(folder / queries))}
    return Set(documents, {id: questions[id] for id in answers}, answers)


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def masked(set_: Set) -> Set:
    """Remove the first mention of each longer word of a question from its answers.

    Titles are often repeated in the summary, so any engine finds a text by its title.
    """
    titles: dict[str, list[str]] = {}
    for id, documents in set_.answers.items():
        for document in documents:
            titles.setdefault(document, []).append(set_.questions[id])
    documents = []
    for document in set_.documents:
        asked = " ".join(titles.get(document.id, []))
        words = [word for word in WORD.findall(asked) if len(word) >= LONG_ENOUGH]
        documents.append(replace(document, title=without(document.title, words), text=without(document.text, words)))
    return replace(set_, documents=documents)


def without(text: str, words: list[str]) -> str:
    """Remove the first mention of each of these words from a text, ignoring case."""
    for word in words:
        text = re.sub(rf"\b{re.escape(word)}\b", " ", text, count=1, flags=re.IGNORECASE)
    return text


def mistyped(set_: Set) -> Set:
    """Make a typing error in the longest word of each question, with a fixed seed."""
    chance = random.Random(SEED)
    return replace(set_, questions={id: with_typo(text, chance) for id, text in sorted(set_.questions.items())})


def with_typo(text: str, chance: random.Random) -> str:
    """Mistype the longest word of a text: change, omit or insert a letter, or swap two."""
    words = re.findall(r"[^\W\d_]+", text)
    word = max(words, key=len, default="")
    if len(word) < LONG_ENOUGH:
        return text
    place, letter = chance.randrange(1, len(word) - 1), chance.choice(string.ascii_lowercase)
    head, here, tail = word[:place], word[place], word[place + 1 :]
    wrong = chance.choice(
        [head + letter + tail, head + tail, head + letter + here + tail, head + tail[:1] + here + tail[1:]]
    )
    return text.replace(word, wrong, 1)
