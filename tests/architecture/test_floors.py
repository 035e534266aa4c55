"""What import-linter cannot see: names in strings that point upwards."""

import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import get_resolver

import stedennet

PACKAGE = Path(stedennet.__file__).parent
PROJECT = tomllib.loads((PACKAGE.parents[1] / "pyproject.toml").read_text())
(CONTRACT,) = PROJECT["tool"]["importlinter"]["contracts"]
LAYERS = [[name.strip().split(".")[1] for name in line.split("|")] for line in reversed(CONTRACT["layers"])]
"""The table of floors that import-linter reads, from the ground up; two names on one floor do not see each other."""
FLOORS = {name: floor for floor, names in enumerate(LAYERS) for name in names}
ROOMS = sorted(file.parent.name for file in PACKAGE.glob("*/__init__.py"))
LABELS = {app.label: app.name.removeprefix("stedennet.") for app in apps.get_app_configs()}


def floor_of(model):
    """The floor of a model's room; those of other packages lie below the ground."""
    return FLOORS.get(LABELS[model._meta.app_label], -1)


def models_of(room):
    return [model for model in apps.get_models() if LABELS[model._meta.app_label] == room]


def test_each_room_stands_once_in_the_table_of_floors():
    table = [name for names in LAYERS for name in names]
    assert len(table) == len(set(table))
    assert set(ROOMS) <= set(table)


def test_the_documentation_names_each_room():
    table = (PACKAGE.parents[1] / "docs" / "architecture.md").read_text()
    assert [room for room in ROOMS if f"`{room}`" not in table] == []


@pytest.mark.parametrize("room", ROOMS)
def test_foreign_keys_point_down_or_stay(room):
    for model in models_of(room):
        for field in model._meta.get_fields():
            if field.concrete and field.is_relation:
                assert floor_of(field.related_model) <= FLOORS[room], field


@pytest.mark.parametrize("room", [room for room in ROOMS if FLOORS[room] < FLOORS["site"]])
def test_only_the_site_knows_addresses(room):
    ours = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    for path in (PACKAGE / room).rglob("*.py"):
        for name in re.findall(r"reverse(?:_lazy)?\(\s*[\"']([\w:-]+)", path.read_text()):
            assert name not in ours, f"{path.name} reverses the site's “{name}”"


@pytest.mark.parametrize("room", ROOMS)
def test_each_room_says_what_it_is_for(room):
    assert (PACKAGE / room / "README.md").read_text().startswith("# ")


def test_rooms_have_no_catch_all_modules():
    unwanted = {"services", "utils", "helpers", "actions", "misc", "common"}
    assert not [path for path in PACKAGE.rglob("*.py") if path.stem in unwanted]
