"""What all tests share."""

import datetime as dt
import itertools

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection
from django.utils import translation

from stedennet.core.access import SYSTEM
from stedennet.network.flows.records import save_record
from stedennet.network.models import Organisation, Theme, ThemeRole, ThemeScheme
from tests import prepared
from tests.builders.organisations import municipality
from tests.core.clock import set_by_hand
from tests.core.threads import as_in_production
from tests.demo.content import demo_content
from tests.deterministic import use_fixed_examples
from tests.fixtures.public_things import _things_of_this_file, everything  # noqa: F401
from tests.scheduling import commits, pytest_collection_modifyitems  # noqa: F401

use_fixed_examples()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """The tables are there before Django looks, so that it has nothing to migrate."""
    if connection.vendor == "sqlite":
        prepared.fill(connection.creation._get_test_db_name())


@pytest.fixture(autouse=True)
def _plain_settings(settings):
    """Static files under their own names, cheap passwords, no second factor, and Dutch at the start of each test."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PUBLIC_MAIL_GRACE = dt.timedelta(0)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Most tests are about something else than how somebody signed in; tests/security and tests/accounts turn it on.
    settings.REQUIRE_SECOND_FACTOR = False
    translation.activate("nl")
    yield
    translation.activate("nl")


@pytest.fixture(autouse=True)
def _append_only_tables_can_be_emptied(request):
    """A test that commits ends by emptying all tables; on SQLite that is a DELETE, which the security log refuses."""
    if commits(request.node):
        request.getfixturevalue("transactional_db")
    yield
    if connection.vendor == "sqlite" and "transactional_db" in request.fixturenames:
        _empty("audit_securityevent", "audit_pruneanchor")


def _empty(*tables):
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute(f"DELETE FROM {table}")
            for _, sql in triggers:
                cursor.execute(sql)


FOLDER_NUMBERS = itertools.count()


@pytest.fixture(autouse=True)
def _own_search_folder(settings, tmp_path_factory):
    """No index and no pictures, unless a test makes them; the folder is not made before that.

    Not `tmp_path`: pytest makes that one each time, and looks through the folders of all tests before it.
    """
    folder = tmp_path_factory.getbasetemp() / f"site-{next(FOLDER_NUMBERS)}"
    settings.SEARCH_DIR = folder / "search"
    settings.PICTURES_DIR = folder / "pictures"


@pytest.fixture(autouse=True)
def _nothing_in_memory():
    """What the cache keeps in the memory of this process; its rows go with the transaction of each test."""
    LocMemCache("wagtail", {}).clear()


@pytest.fixture
def clock(monkeypatch):
    """A clock that moves only when the test says so."""
    return set_by_hand(monkeypatch)


@pytest.fixture
def committing(transactional_db, tmp_path):
    """Commits are real, and several threads can write."""
    with as_in_production(tmp_path):
        yield


@pytest.fixture(scope="module")
def demo_rows(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo's content, for all tests of one file."""
    folder = tmp_path_factory.mktemp("demo-rows")
    with django_db_blocker.unblock(), demo_content(folder):
        yield


@pytest.fixture
def eindhoven(db) -> Organisation:
    known = Organisation.objects.filter(slug="eindhoven").first()
    return known or save_record(municipality("GM0772", "Eindhoven"), by=SYSTEM)


@pytest.fixture
def utrecht(db) -> Organisation:
    return save_record(municipality("GM0344", "Utrecht"), by=SYSTEM)


@pytest.fixture
def mobility(db) -> Theme:
    if known := Theme.objects.filter(slug="smart-mobility").first():
        return known
    scheme = save_record(ThemeScheme(slug="g5", name="G5-thema's"), by=SYSTEM)
    return save_record(Theme(scheme=scheme, slug="smart-mobility", name="Smart Mobility"), by=SYSTEM)


@pytest.fixture
def lead(mobility, eindhoven) -> ThemeRole:
    known = ThemeRole.objects.filter(role="lead").first()
    return known or save_record(
        ThemeRole(theme=mobility, organisation=eindhoven, role="lead", begins_on=dt.date(2018, 9, 20)), by=SYSTEM
    )
