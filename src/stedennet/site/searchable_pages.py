"""The site's own pages in the search index: what each is about, in both languages."""

from collections.abc import Collection, Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from stedennet.search.records import Record

PAGES: dict[str, tuple[Promise | str, Promise | str]] = {
    "growth": (_("Verbreding"), _("Welke gemeenten meedoen, en hoe ver de anderen zijn.")),
    "agenda": (_("Actie-agenda"), _("Wat de partijen afspraken, wie wat doet en hoe het ervoor staat.")),
    "report_list": (_("Voortgangsrapporten"), _("Hoe de acties ervoor stonden, per periode.")),
    "yield_list": (_("Wat het opleverde"), _("Wat acties, oproepen en overnames opleverden, met de bron.")),
    "initiative_tell": (_("Vertel over een initiatief"), _("Kent u een initiatief of werkt u eraan? Meld het aan.")),
    "call_place": (_("Plaats een oproep"), _("Zoekt u partijen om mee samen te werken, of biedt u zich aan?")),
    "about": (_("Over dit netwerk"), _("Wat het netwerk is, hoe het werkt en wat u hier kunt doen.")),
    "contact": (_("Contact"), _("Wie uw vraag beantwoordt.")),
    "data": (_("Open data"), _("Alle lijsten om te downloaden, als CSV, JSON en Atom.")),
    "accessibility": (_("Toegankelijkheid"), _("Hoe toegankelijk deze site is, en waar u een probleem meldt.")),
    "privacy": (_("Privacy"), _("Welke gegevens wij bewaren, waarom en hoe lang.")),
}


def load_page_records(keys: Collection[str] | None) -> Iterator[Record]:
    """The search records of the pages with these names, or of all pages."""
    for name, (title, lead) in PAGES.items():
        if keys is None or name in keys:
            with override("nl"):
                nl = (str(title), str(lead))
            with override("en"):
                en = (str(title), str(lead))
            yield Record("page", name, name, nl[0], en[0], lead=nl[1], lead_en=en[1])
