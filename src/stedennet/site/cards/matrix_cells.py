"""What a cell of the matrix says, as plain values: its sign, its words and where it leads."""

from functools import lru_cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy

from stedennet.insight.rules.matrix import Cell, State, list_states

SIGNS = {
    State.LEADS: (pgettext_lazy("teken in de matrix: trekt", "T"), "matrix-sign--leads"),
    State.ACTION: (pgettext_lazy("teken in de matrix: actie", "A"), "matrix-sign--action"),
    State.INITIATIVE: (pgettext_lazy("teken in de matrix: initiatief", "I"), "matrix-sign--initiative"),
    State.ADOPTION: (pgettext_lazy("teken in de matrix: overgenomen", "O"), "matrix-sign--adoption"),
    State.PARTICIPANT: (pgettext_lazy("teken in de matrix: doet mee", "D"), "matrix-sign--participant"),
    State.CALL: (pgettext_lazy("teken in de matrix: zoekt", "Z"), "matrix-sign--call"),
    State.FOLLOWER: (pgettext_lazy("teken in de matrix: volgt", "V"), "matrix-sign--follower"),
}
"""The letter and the shape of each state: colour alone tells nothing."""
ROLE_WORDS = {
    State.LEADS: gettext_lazy("trekt dit thema"),
    State.PARTICIPANT: gettext_lazy("doet mee aan dit thema"),
    State.FOLLOWER: gettext_lazy("volgt dit thema"),
}
"""The words of states that rest on a role: a municipality has one at most."""
PAGES = {
    State.LEADS: "theme",
    State.ACTION: "action",
    State.INITIATIVE: "initiative",
    State.ADOPTION: "initiative",
    State.PARTICIPANT: "organisation",
    State.CALL: "call",
    State.FOLLOWER: "organisation",
}
"""The names of the pages that a single thing in each state leads to."""
ADDRESS = "~address~"
"""Stands in a drawn cell where its address comes."""
Counts = tuple[tuple[State, int], ...]
"""The states of a cell, the weightiest first, each with the number of things behind it."""


def build_legend() -> list[dict[str, object]]:
    """Each state with its sign and its words."""
    return [{"sign": sign, "sign_class": name, "words": state.label} for state, (sign, name) in SIGNS.items()]


def count_states(cell: Cell) -> Counts:
    """What a cell says, in numbers."""
    return tuple((state, len(cell[state])) for state in list_states(cell))


def draw_cell(cell: Cell, *, theme: str, city: str, links: "CellLinks") -> str:
    """A cell of the table as HTML: the signs and words of all its states, and the link of the weightiest."""
    counts = count_states(cell)
    drawn = _draw_cell(counts, links.language)
    return drawn.replace(ADDRESS, escape(links.find(counts[0][0], cell, theme, city))) if counts else drawn


def list_statements(cell: Cell, *, theme: str, city: str, links: "CellLinks") -> list[dict[str, object]]:
    """Everything that a cell says, each state with its own sign, words and link."""
    return [
        {
            "sign": _write_sign(state, count),
            "sign_class": SIGNS[state][1],
            "words": capitalise(describe_state(state, count)),
            "url": links.find(state, cell, theme, city),
        }
        for state, count in count_states(cell)
    ]


def describe_states(counts: Counts) -> str:
    """All states in words: “Trekt dit thema, 3 initiatieven”; empty if there are none."""
    return capitalise(", ".join(describe_state(state, count) for state, count in counts))


def describe_state(state: State, count: int) -> str:
    """One state in words, with the number of things behind it."""
    if state in ROLE_WORDS:
        return str(ROLE_WORDS[state])
    words = {
        State.ACTION: ngettext("%(n)s actie in de agenda", "%(n)s acties in de agenda", count),
        State.INITIATIVE: ngettext("%(n)s initiatief", "%(n)s initiatieven", count),
        State.ADOPTION: ngettext("%(n)s initiatief overgenomen", "%(n)s initiatieven overgenomen", count),
        State.CALL: ngettext("zoekt een partner (%(n)s oproep)", "zoekt partners (%(n)s oproepen)", count),
    }
    return words[state] % {"n": count}


def capitalise(words: str) -> str:
    """The words with a capital at the start; the other letters stay as they are."""
    return words[:1].upper() + words[1:]


@lru_cache(maxsize=4096)
def _draw_cell(counts: Counts, language: str) -> str:
    # Thousands of cells have the same few contents but for their address: rendering each takes half the page's time.
    signs = [_write_sign(*state) for state in counts]
    context = {
        "address": ADDRESS,
        "sign": signs[0] if signs else "",
        "sign_class": SIGNS[counts[0][0]][1] if counts else "",
        "more": " ".join(signs[1:]),
        "words": describe_states(counts),
    }
    return render_to_string("site/matrix/_cell.html", context)


def _write_sign(state: State, count: int) -> str:
    return f"{SIGNS[state][0]}{count if count > 1 else ''}"


class CellLinks:
    """Where the states of a cell lead: to the thing itself, or to the list of them when there are several."""

    def __init__(self) -> None:
        # Looking up an address for each of thousands of cells takes longer than all the rest.
        self.language = get_language() or ""
        self._pages = {state: _find_prefix(name) for state, name in PAGES.items()}
        self._lists = {
            State.ACTION: f"{reverse('agenda')}?thema={{theme}}&organisatie={{city}}",
            State.INITIATIVE: f"{reverse('initiative_list')}?thema={{theme}}&stad={{city}}",
            State.ADOPTION: f"{_find_prefix('organisation')}{{city}}/#nam",
            State.CALL: f"{reverse('call_list')}?thema={{theme}}&organisatie={{city}}&soort=looking&stand=open",
        }

    def find(self, state: State, cell: Cell, theme: str, city: str) -> str:
        """The address of what a state rests on; a role stands on the page of the theme or of the municipality."""
        keys = cell[state]
        if state not in self._lists:
            return f"{self._pages[state]}{theme if state == State.LEADS else city}/"
        if len(keys) == 1:
            return f"{self._pages[state]}{keys[0]}/"
        return self._lists[state].format(theme=theme, city=city)


def _find_prefix(name: str) -> str:
    """The path before the slug or code of pages with this name; neither needs quoting."""
    return reverse(name, args=["x"]).removesuffix("x/")
