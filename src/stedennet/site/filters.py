"""The filters of a list, as they stand in the address. Pure: a query in, choices and addresses out."""

from collections.abc import Iterable, Mapping
from typing import TypedDict
from urllib.parse import urlencode

from stedennet.core.typed_text import clean_line
from stedennet.lists.facets import Option

LONGEST = 120
"""As long as the longest slug."""


class ShownOption(TypedDict):
    """An option of a select, with the number of rows behind it."""

    value: str
    label: str
    count: int
    selected: bool


class Filters:
    """The reader's choice: the named filters and `q`; anything else in the address is ignored."""

    def __init__(self, query: Mapping[str, str], names: Iterable[str]) -> None:
        """Keep of `query` only `names` and `q`, without empty and over-long values."""
        self.names = tuple(names)
        wanted = {name: clean_line(query.get(name, "")).strip() for name in (*self.names, "q")}
        self.chosen = {name: value[:LONGEST] for name, value in wanted.items() if value}

    @property
    def query(self) -> str:
        """The choices as a query string, without the page."""
        return urlencode(self.chosen)

    def onto(self, address: str) -> str:
        """The address with the choices."""
        return f"{address}?{self.query}" if self.chosen else address

    def without(self, *names: str) -> "Filters":
        """The other choices."""
        return Filters(
            {name: value for name, value in self.chosen.items() if name not in names},
            [name for name in self.names if name not in names],
        )

    def with_choice(self, name: str, value: str) -> "Filters":
        """The choices with this one in place of what was chosen there; an empty value takes it away."""
        return Filters({**self.chosen, name: value}, self.names)

    def options(self, name: str, options: Iterable[Option]) -> list[ShownOption]:
        """The options of a select: those with hits, and always the chosen one."""
        chosen = self.chosen.get(name, "")
        return [
            {"value": option.value, "label": option.label, "count": option.count, "selected": option.value == chosen}
            for option in options
            if option.count or option.value == chosen
        ]

    def active(self, options: Mapping[str, list[ShownOption]]) -> list[dict[str, str]]:
        """Each choice in words, with the query that takes it away."""
        words = {
            name: next((option["label"] for option in options.get(name, []) if option["selected"]), value)
            for name, value in self.chosen.items()
        }
        return [
            {
                "name": name,
                "label": label,
                "remove_url": "?" + urlencode({k: v for k, v in self.chosen.items() if k != name}),
            }
            for name, label in words.items()
        ]


def describe_filters(active: Iterable[Mapping[str, str]], labels: Mapping[str, object]) -> str:
    """The choices of `Filters.active` in one line: “Thema: Smart Mobility, “fiets””; `labels` names the facets."""
    return ", ".join(
        f"{labels[choice['name']]}: {choice['label']}" if choice["name"] in labels else f"“{choice['label']}”"
        for choice in active
    )
