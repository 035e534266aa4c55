"""The challenges of the demo are true: each has its source, and nothing that belongs to it is an example."""

import csv
import tomllib
from pathlib import Path

import pytest

from stedennet import demo

CONTENT = Path(demo.__file__).parent / "content"
CHALLENGES = tomllib.loads((CONTENT / "challenges.toml").read_text())["challenge"]


def read_column(file, column):
    with (CONTENT / file).open(encoding="utf-8") as rows:
        return {row[column] for row in csv.DictReader(rows)}


@pytest.mark.parametrize("challenge", CHALLENGES, ids=lambda challenge: challenge["slug"])
def test_a_challenge_has_a_source_and_both_languages(challenge):
    assert challenge["source_url"].startswith("https://")
    for name in ("title", "summary", "text"):
        assert challenge[name]
        assert challenge[f"{name}_en"]
    assert not challenge.get("is_example")


@pytest.mark.parametrize("challenge", CHALLENGES, ids=lambda challenge: challenge["slug"])
def test_what_belongs_to_a_challenge_is_true_and_in_the_register(challenge):
    agenda = tomllib.loads((CONTENT / "agenda" / "edition-1.toml").read_text())
    assert set(challenge["themes"]) <= read_column("themes.csv", "slug")
    assert set(challenge.get("initiatives", [])) <= read_column("initiatives.csv", "name")
    assert set(challenge["actions"]) <= {action["code"] for action in agenda["action"]}
    assert not [code for code in challenge["actions"] if code.startswith("VB")]
