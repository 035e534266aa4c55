"""What a reader chose of the matrix, and everything that its page shows."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from stedennet.core.clock import today
from stedennet.insight.querysets.matrix import Cells, read_cells
from stedennet.insight.querysets.municipalities import Municipality, list_municipalities
from stedennet.lists.facets import Option
from stedennet.network.models import Theme
from stedennet.network.querysets.names import NameMatch, look_up_organisation

from ..filters import Filters, ShownOption
from .matrix import Column, build_city_rows, build_columns, build_data_rows, build_rows, build_theme_rows, count_active
from .matrix_cells import build_legend
from .matrix_sections import ORDERS, Section, sort_into_sections

NAMES = ("thema", "gemeente", "provincie", "groep", "indeling", "volgorde")
"""What a reader can choose in the address."""


@dataclass(frozen=True)
class MatrixPage:
    """The matrix with the reader's choice; it reads only what it needs, in at most six queries."""

    filters: Filters

    @classmethod
    def parse(cls, query: Mapping[str, str]) -> "MatrixPage":
        """The matrix as the query of an address describes it."""
        return cls(Filters(query, NAMES))

    @property
    def kind(self) -> str:
        """What the page shows, and the name of its template: one city, one theme, or the whole."""
        if self.municipality:
            return "city"
        return "theme" if "thema" in self.filters.chosen and self.themes else "whole"

    def context(self) -> dict[str, object]:
        """Everything that the page shows."""
        columns = build_columns(self.themes)
        contents = {"city": self._city_context, "theme": self._theme_context, "whole": self._whole_context}
        return {
            "columns": columns,
            "legend": build_legend(),
            "total": len(self.municipalities),
            "theme_options": self._list_theme_options(),
            "facets": self._list_facets(),
            "csv_url": self.filters.onto(reverse("matrix_csv")),
            "json_url": self.filters.onto(reverse("matrix_json")),
            **self._typed_context(),
            **contents[self.kind](columns),
        }

    def data_rows(self) -> Iterable[dict[str, object]]:
        """The cells that fit as open data, in the order of the page."""
        cities = [city for _title, cities in self._sections for city in cities]
        return build_data_rows(cities, self.themes, self.cells)

    @cached_property
    def cells(self) -> Cells:
        """What every municipality does for every theme."""
        return read_cells(day=today())

    @cached_property
    def themes(self) -> list[Theme]:
        """The themes that fit."""
        return [
            theme
            for theme in self._all_themes
            if self.filters.chosen.get("indeling") in (None, theme.scheme.slug)
            and self.filters.chosen.get("thema") in (None, theme.slug)
        ]

    @cached_property
    def municipalities(self) -> list[Municipality]:
        """The municipalities that fit."""
        if "gemeente" in self.filters.chosen:
            return [self.municipality] if self.municipality else []
        return self._narrow()

    @cached_property
    def municipality(self) -> Municipality | None:
        """The municipality that was chosen, by its address or by a name that people use."""
        by_slug = {city.slug: city for city in self._all_municipalities}
        slug = self._typed if self._typed in by_slug else getattr(self._match.organisation, "slug", "")
        return by_slug.get(slug)

    @property
    def _typed(self) -> str:
        return self.filters.chosen.get("gemeente", "")

    @cached_property
    def _match(self) -> NameMatch:
        return look_up_organisation(self._typed, day=today(), kind="municipality") if self._typed else NameMatch()

    @cached_property
    def _all_municipalities(self) -> list[Municipality]:
        return list_municipalities(day=today())

    @cached_property
    def _all_themes(self) -> list[Theme]:
        return list(Theme.objects.select_related("scheme"))

    @cached_property
    def _sections(self) -> list[Section]:
        return sort_into_sections(self.municipalities, self.filters.chosen.get("volgorde", ""))

    def _narrow(self, *, without: str = "") -> list[Municipality]:
        chosen = self.filters.without(without).chosen
        province, group = chosen.get("provincie"), chosen.get("groep")
        return [
            city
            for city in self._all_municipalities
            if province in (None, city.province_slug) and (group is None or group in dict(city.groups))
        ]

    def _city_context(self, columns: Sequence[Column]) -> dict[str, object]:
        city = self.municipality
        if city is None:
            return {}
        address = reverse("organisation", args=[city.slug])
        return {"city": {"name": city.name, "url": address}, "rows": build_city_rows(city, columns, self.cells)}

    def _theme_context(self, columns: Sequence[Column]) -> dict[str, object]:
        rows = build_theme_rows(self.municipalities, columns[0], self.cells)
        return {"theme": columns[0], "rows": rows, "silent": len(self.municipalities) - len(rows)}

    def _whole_context(self, columns: Sequence[Column]) -> dict[str, object]:
        sections = [
            {"title": title, "count": len(cities), "rows": build_rows(cities, columns, self.cells)}
            for title, cities in self._sections
        ]
        schemes = Counter(column["scheme"] for column in columns)
        return {
            "sections": sections,
            "width": len(columns) + 1,
            "schemes": [{"title": title, "count": count} for title, count in schemes.items()],
        }

    def _typed_context(self) -> dict[str, object]:
        """The field for a municipality: what was typed, and a question when that is nobody or several."""
        return {
            "typed": self.municipality.name if self.municipality else self._typed,
            "is_unknown": bool(self._typed) and self.municipality is None,
            "meant": [{"slug": city.slug, "name": city.name} for city in self._match.choices],
            "names": [city.name for city in self._all_municipalities],
        }

    def _list_theme_options(self) -> list[ShownOption]:
        counts = count_active(self._narrow(), self.cells)
        return [
            {
                "value": theme.slug,
                "label": theme.full_title,
                "count": counts[theme.pk],
                "selected": theme.slug == self.filters.chosen.get("thema"),
            }
            for theme in self._all_themes
        ]

    def _list_facets(self) -> list[dict[str, object]]:
        provinces = [(city.province_slug, city.province) for city in self._narrow(without="provincie")]
        groups = [group for city in self._narrow(without="groep") for group in city.groups]
        schemes = [(theme.scheme.slug, theme.scheme.title) for theme in self._all_themes]
        return [
            self._build_facet("provincie", _("Provincie"), provinces),
            self._build_facet("groep", _("Samenwerkingsverband"), groups),
            self._build_facet("indeling", _("Themaindeling"), schemes),
            {"name": "volgorde", "label": _("Volgorde"), "options": self._list_orders(), "is_order": True},
        ]

    def _build_facet(self, name: str, label: str, pairs: Iterable[tuple[str, str]]) -> dict[str, object]:
        options = [Option(slug, words, count) for (slug, words), count in sorted(Counter(pairs).items()) if slug]
        return {"name": name, "label": label, "options": self.filters.options(name, options)}

    def _list_orders(self) -> list[dict[str, object]]:
        chosen = self.filters.chosen.get("volgorde")
        return [{"value": name, "label": label, "selected": name == chosen} for name, (label, _sort) in ORDERS.items()]
