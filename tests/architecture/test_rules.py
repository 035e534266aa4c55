"""Rules are pure: their modules load, and their tests run, without Django being set up."""

import os
import subprocess
import sys
from pathlib import Path

import stedennet
from tests.rules import find_rules_tests, is_about_rules

PACKAGE = Path(stedennet.__file__).parent
LOAD = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
from django.conf import settings
assert not settings.configured
"""


def test_every_module_of_rules_loads_without_settings():
    files = [*PACKAGE.glob("*/rules.py"), *PACKAGE.glob("*/rules/*.py")]
    names = [".".join(("stedennet", *path.relative_to(PACKAGE).with_suffix("").parts)) for path in files]
    assert len(names) > 80
    environment = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    subprocess.run([sys.executable, "-c", LOAD, *names], check=True, env=environment, timeout=60)


def test_the_tests_of_rules_are_found_by_what_they_import():
    assert any(path.name == "test_differences.py" for path in find_rules_tests())
    assert is_about_rules("from stedennet.agenda.rules.status import Status\n")
    assert not is_about_rules("from stedennet.agenda.models import Edition\n")
    assert not is_about_rules("from stedennet.agenda.rules.status import Status\n\ndef test_it(django_db): ...\n")
