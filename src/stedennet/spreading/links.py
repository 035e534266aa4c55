"""URLs of the records that mails tell of; the site registers their builder at start-up."""

from collections.abc import Callable

from stedennet.search.records import Record

UrlBuilder = Callable[[Record, str], str]
"""From a record of the search room and a language ("nl" or "en") to the absolute URL of its page."""
_builders: list[UrlBuilder] = []


def register_record_url(builder: UrlBuilder) -> None:
    """Register the builder of the URLs of records."""
    _builders[:] = [builder]


def get_record_url(record: Record, language: str) -> str:
    """The absolute URL of a record's page. Raises IndexError when its builder is not registered."""
    return _builders[0](record, language)
