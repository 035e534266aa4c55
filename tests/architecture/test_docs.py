"""The documentation names everything that can be set or run."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from stedennet.cli import app
from stedennet.config.env import Environment

ROOT = Path(__file__).resolve().parents[2]
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
MARKDOWN = [path for path in ROOT.glob("**/*.md") if not {"node_modules", ".venv", "var"} & set(path.parts)]


@pytest.mark.parametrize("name", Environment.model_fields)
def test_every_setting_is_explained(name):
    assert f"STEDENNET_{name.upper()}" in OPERATIONS


@pytest.mark.parametrize("command", get_command(app).commands)
def test_every_command_is_explained(command):
    assert f"stedennet {command}" in OPERATIONS


@pytest.mark.parametrize("path", MARKDOWN, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_files_lead_somewhere(path):
    for target in re.findall(r"\]\((?!https?://|mailto:|#)([^)#\s]+)", path.read_text()):
        assert (path.parent / target).exists(), f"{path.name} points to {target}"
