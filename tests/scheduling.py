"""Which process runs a test, and when: what takes long starts first, and a file stays together."""

from collections import Counter
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
FIRST = ("browser", "first steps", "slow clients", "demo", "processes", "shared store")
"""Groups that start other programs, the longest first. The second applies all migrations itself while the first waits
for the prepared database."""


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(config, items):
    """Mark what `make test-fast` leaves out; with several processes, give each file a group, the largest first.

    A test that commits empties the database at the end, also of what migrations put there: it stays on its own and
    runs last, as pytest-django orders it.
    """
    for item in items:
        if asks_a_page(item):
            item.add_marker(pytest.mark.page)
        if commits(item):
            item.add_marker(pytest.mark.commits)
    if not hasattr(config, "workerinput"):
        return (yield)
    for item in items:
        if not (find_group(item) or commits(item) or "/browser/" in item.nodeid):
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))
    result = yield
    sizes = Counter(find_group(item) for item in items)
    items.sort(key=lambda item: rank(find_group(item), sizes))
    return result


def find_group(item: pytest.Item) -> str:
    """The name of the group of this test, or nothing."""
    marker = item.get_closest_marker("xdist_group")
    return marker.args[0] if marker else ""


def asks_a_page(item: pytest.Item) -> bool:
    """Whether this test asks the site for a page, through all of Django and its templates."""
    return "client" in item.fixturenames


def commits(item: pytest.Item) -> bool:
    """Whether this test really commits to the database."""
    marker = item.get_closest_marker("django_db")
    return bool({"transactional_db", "live_server"} & set(item.fixturenames)) or bool(
        marker and marker.kwargs.get("transaction")
    )


def rank(group: str, sizes: Counter) -> tuple[int, int, str]:
    """The place of a group: those of FIRST, then files with many tests, then tests on their own."""
    if group in FIRST:
        return (0, FIRST.index(group), group)
    return (1, -sizes[group], group) if group else (2, 0, "")
