"""What others made may be used, and what is known of it is told; a service that is silent fails nothing."""

import csv
import json

import pytest
from supply.audit import NoAnswer, known_in_npm, known_in_python
from supply.licences import Package, npm_packages, python_packages, write_list

from supply import audit

PACKAGES = python_packages() + npm_packages()
SOUND = json.dumps({"dependencies": [{"name": "a", "version": "1", "vulns": []}]})
FAULTY = json.dumps({"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "CVE-2026-1"}]}]})


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: f"{package.source}-{package.name}")
def test_the_licence_goes_with_ours(package):
    assert package.is_allowed, f"{package.name} {package.version}: {package.licence}"


def test_what_only_developers_need_is_not_in_the_list():
    names = {package.name for package in PACKAGES}
    assert {"django", "wagtail", "granian", "psycopg", "fido2", "htmx.org"} <= names
    assert not {"pytest", "ruff", "esbuild", "stedennet"} & names


@pytest.mark.parametrize(
    ("licence", "allowed"),
    [
        ("MIT", True),
        ("GPL-3.0-only OR MIT", True),
        ("(MIT AND BSD-3-Clause)", True),
        ("MIT AND GPL-3.0-only", False),
        ("AGPL-3.0-only", False),
        ("unknown", False),
    ],
)
def test_one_choice_must_be_allowed_with_all_its_parts(licence, allowed):
    assert Package("a", "1", licence, "python").is_allowed == allowed


def test_the_list_can_be_read_back(tmp_path):
    write_list(tmp_path / "licences.csv")
    rows = list(csv.DictReader((tmp_path / "licences.csv").open(encoding="utf-8")))
    assert len(rows) == len(PACKAGES)
    assert all(row["licence"] for row in rows)


def test_a_known_vulnerability_is_named():
    assert known_in_python(SOUND) == []
    assert known_in_python(FAULTY) == ["a 1: CVE-2026-1"]
    assert known_in_npm('{"vulnerabilities": {}}') == []
    assert known_in_npm('{"vulnerabilities": {"b": {"severity": "high"}}}') == ["b: high"]


@pytest.mark.parametrize(
    "report", ["", "<html>503</html>", "[]", '{"error": {"code": "ENOAUDIT"}}', '{"message": "x"}']
)
def test_a_silent_service_is_no_answer(report):
    for known in (known_in_python, known_in_npm):
        with pytest.raises(NoAnswer):
            known(report)


@pytest.mark.parametrize(
    ("python", "npm", "status"),
    [("", "", 0), (SOUND, "", 0), (FAULTY, "", 1), ("", '{"vulnerabilities": {"b": {"severity": "low"}}}', 1)],
)
def test_only_what_is_known_fails(monkeypatch, python, npm, status):
    monkeypatch.setattr(audit, "ask_about_python", lambda uv: python)
    monkeypatch.setattr(audit, "ask_about_npm", lambda: npm)
    assert audit.main("uv") == status
