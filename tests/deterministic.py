"""Hypothesis with the same examples on every machine, however slow it is: what fails here fails everywhere.

Also a pytest plugin, for tests that run without the project's conftest (tests/rules.py).
"""

from hypothesis import settings


def use_fixed_examples() -> None:
    """Give every property test the same examples, and as much time as it takes."""
    settings.register_profile("stedennet", deadline=None, derandomize=True)
    settings.load_profile("stedennet")


def pytest_configure() -> None:
    """Do so when pytest loads this as a plugin."""
    use_fixed_examples()
