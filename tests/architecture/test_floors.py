"""What import-linter cannot see: names in strings that point upwards."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import get_resolver

import stedennet

PACKAGE = Path(stedennet.__file__).parent
FLOORS = [
    "core",
    "limits",
    "worker",
    "changes",
    "audit",
    "outbox",
    "mailing",
    "accounts",
    "imports",
    "personal_links",
    "intake",
    "reactions",
    "network",
    "agenda",
    "initiatives",
    "calls",
    "events",
    "publications",
    "search",
    "matching",
    "spreading",
    "fediverse",
    "newsletters",
    "demo",
    "site",
]
"""From the ground up, as in pyproject.toml."""


def floor_of(app_label):
    return FLOORS.index(app_label) if app_label in FLOORS else -1


@pytest.mark.parametrize("room", FLOORS)
def test_foreign_keys_point_down_or_stay(room):
    for model in apps.get_app_config(room).get_models():
        for field in model._meta.get_fields():
            if field.concrete and field.is_relation:
                assert floor_of(field.related_model._meta.app_label) <= floor_of(room), field


@pytest.mark.parametrize("room", [room for room in FLOORS if room != "site"])
def test_only_the_site_knows_addresses(room):
    ours = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    for path in (PACKAGE / room).rglob("*.py"):
        for name in re.findall(r"reverse(?:_lazy)?\(\s*[\"']([\w:-]+)", path.read_text()):
            assert name not in ours, f"{path.name} reverses the site's “{name}”"


@pytest.mark.parametrize("room", FLOORS)
def test_each_room_says_what_it_is_for(room):
    assert (PACKAGE / room / "README.md").read_text().startswith("# ")


def test_rooms_have_no_catch_all_modules():
    unwanted = {"services", "utils", "helpers", "actions", "misc", "common"}
    assert not [path for path in PACKAGE.rglob("*.py") if path.stem in unwanted]
