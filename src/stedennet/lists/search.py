"""The filters of the search page. The index filters and counts; names and labels are declared here."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from .declarations import check_facets
from .facets import Facet


@dataclass(frozen=True)
class IndexFacet(Facet):
    """A filter on the field `field` of the index."""

    field: str


SEARCH_FACETS = (
    IndexFacet("soort", _("Soort"), "kind"),
    IndexFacet("thema", _("Thema"), "theme"),
    IndexFacet("stad", _("Stad"), "city"),
    IndexFacet("provincie", _("Provincie"), "province"),
    IndexFacet("jaar", _("Jaar"), "year"),
    IndexFacet("status", _("Status"), "status"),
)
check_facets("zoeken", SEARCH_FACETS)
