"""The map of a list of initiatives: how many there are in each municipality."""

from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from stedennet.core.clock import today
from stedennet.lists.initiatives import INITIATIVES
from stedennet.network.models import Organisation

from ..drawings.maps import Place
from ..filters import Filters
from .maps import Layer, build_map

NUMBERS = (
    Layer("class-5", _("vijf of meer initiatieven")),
    Layer("class-4", _("twee tot vier initiatieven")),
    Layer("class-2", _("één initiatief")),
    Layer("other", _("geen initiatief"), is_listed=False),
)


def build_initiative_map(filters: Filters) -> dict[str, object] | None:
    """Return the municipalities with the number of initiatives that fit the filters; each leads to its list."""
    rows = INITIATIVES.narrow(INITIATIVES.rows(), filters.chosen).order_by()
    counts = dict(rows.values_list("cities").annotate(n=Count("pk", distinct=True)))
    municipalities = Organisation.objects.on(today()).of_kind("municipality").with_place()
    return build_map(
        (_place(municipality, counts.get(municipality.pk, 0), filters) for municipality in municipalities),
        NUMBERS,
        title=str(_("Kaart: hoeveel initiatieven er zijn, per gemeente")),
    )


def _place(municipality: Organisation, number: int, filters: Filters) -> Place:
    words = ngettext("{city}: {n} initiatief", "{city}: {n} initiatieven", number)
    return Place(
        municipality.longitude,
        municipality.latitude,
        code=municipality.code or "",
        layer="class-5" if number >= 5 else "class-4" if number > 1 else "class-2" if number else "other",
        title=words.format(city=municipality.name, n=number) if number else municipality.name,
        url=filters.with_choice("stad", municipality.slug).onto(INITIATIVES.page_url) if number else "",
    )
