"""A small network in which a company has done what a city now looks for."""

from tests.fixtures.matching import call, company, person, world  # noqa: F401
from tests.fixtures.search import index  # noqa: F401
