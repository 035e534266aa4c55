"""The order in which several processes run the tests."""

import pytest

from tests import scheduling

SIZES = {"first steps": 2, "processes": 1, "tests/large.py": 90, "tests/small.py": 3, "": 40}


def test_other_programs_start_first_then_large_files_then_tests_that_commit():
    names = ["", "tests/small.py", "processes", "tests/large.py", "first steps"]
    ordered = sorted(names, key=lambda name: scheduling.rank(name, SIZES))
    assert ordered == ["first steps", "processes", "tests/large.py", "tests/small.py", ""]


def test_a_test_on_its_own_threads_commits(request, committing):
    assert scheduling.commits(request.node)


def test_a_test_in_a_transaction_does_not_commit(request, db):
    assert not scheduling.commits(request.node)


@pytest.mark.parametrize("group", scheduling.FIRST)
def test_each_group_that_starts_first_exists(group):
    names = [path.read_text() for path in scheduling.TESTS.rglob("*.py") if path.name != "scheduling.py"]
    assert any(f'xdist_group("{group}")' in text for text in names)
