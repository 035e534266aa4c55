"""Suggestions of partners, in short."""

from stedennet.core.clock import today
from stedennet.matching import partners
from stedennet.search import index_store


def found(call, **more):
    return partners.find_partners(index_store.open_reader(), call, day=today(), **more)


def names(suggestions):
    return [one.organisation.name for one in suggestions]


def reasons(suggestions, name):
    return [str(reason) for one in suggestions if one.organisation.name == name for reason in one.reasons]
