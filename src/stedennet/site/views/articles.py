"""The articles: the list with its filters, the same as open data, and one article."""

import re
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, prefetch_related_objects
from django.db.models.functions import ExtractYear
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stedennet.changes.log_dates import order_by_newest_change
from stedennet.core.clock import today
from stedennet.core.folded_text import fold_text
from stedennet.network.models import Organisation, Theme
from stedennet.network.querysets.facets import Option
from stedennet.publications.models import ArticlePage

from .. import feeds, open_data
from ..cards import articles as article_cards
from ..cards import dispatches as dispatch_cards
from ..embedding import share_metadata, shareables
from ..feeds import contents
from ..filters import Filters
from ..follow_links import build_follow_url
from .matching import find_similar

NAMES = ("thema", "organisatie", "jaar")
LABELS = {
    "thema": gettext_lazy("Thema"),
    "organisatie": gettext_lazy("Organisatie"),
    "jaar": gettext_lazy("Jaar"),
}
PER_PAGE = 24
MORE = 4
COLUMNS = ("titel", "datum", "leestijd_minuten", "themas", "schrijver", "taal", "inleiding", "adres", "bron")


def filtered(chosen: dict[str, str], *, without: str = "") -> Any:
    """The public articles that fit what was chosen; `without` names a filter to leave out of account."""
    rows = ArticlePage.objects.public()
    wanted = {name: value for name, value in chosen.items() if name != without}
    if "thema" in wanted:
        rows = rows.for_theme(wanted["thema"])
    if "organisatie" in wanted:
        rows = rows.naming(wanted["organisatie"])
    if "jaar" in wanted:
        year = wanted["jaar"]
        rows = rows.in_year(int(year)) if re.fullmatch("(19|20)[0-9]{2}", year) else rows.none()
    if "q" in wanted:
        words = fold_text(wanted["q"])
        rows = rows.filter(Q(title__folded__contains=words) | Q(lead__folded__contains=words))
    return rows


def options(name: str, filters: Filters) -> list[Option]:
    """The options of one filter with their words."""
    rows = filtered(filters.chosen, without=name).order_by()
    if name == "thema":
        counts = dict(rows.values_list("themes").annotate(n=Count("pk", distinct=True)))
        themes = Theme.objects.select_related("scheme")
        return [Option(one.slug, one.full_title, counts.get(one.pk, 0)) for one in themes]
    if name == "organisatie":
        named = Q(organisations__state="confirmed")
        found = rows.filter(named).values_list("organisations__organisation").annotate(n=Count("pk", distinct=True))
        counts = dict(found)
        chosen = filters.chosen.get(name, "")
        organisations = Organisation.objects.filter(Q(pk__in=counts) | Q(slug=chosen)).by_name()
        return [Option(one.slug, one.name, counts.get(one.pk, 0)) for one in organisations]
    years = rows.annotate(year=ExtractYear("date")).values_list("year").annotate(n=Count("pk", distinct=True))
    return [Option(str(year), str(year), number) for year, number in years.order_by("-year")]


def article_list(request: HttpRequest) -> HttpResponse:
    """The articles that fit the filters, the newest first, a page at a time."""
    filters = Filters(request.GET, NAMES)
    rows = filtered(filters.chosen).with_parts().newest_first()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina"))
    facets: list[dict[str, Any]] = [
        {"name": name, "label": LABELS[name], "options": filters.options(name, options(name, filters))}
        for name in NAMES
    ]
    context = {
        "articles": [article_cards.build_article_card(one) for one in page.object_list],
        "page_obj": page,
        "total": page.paginator.count,
        "facets": facets,
        "active_filters": filters.active({str(one["name"]): one["options"] for one in facets}),
        "q": filters.chosen.get("q", ""),
        "query": filters.query,
        "csv_url": filters.onto(reverse("article_csv")),
        "json_url": filters.onto(reverse("article_json")),
        "feed_url": filters.onto(reverse("article_feed")),
        "follow_url": build_follow_url("artikelen", filters),
    }
    return render(request, "site/articles/list.html", context)


def build_article_context(page: ArticlePage, request: HttpRequest) -> dict[str, Any]:
    """What an article's page shows: itself, who is involved, and more on its themes."""
    if not getattr(request, "is_preview", False):  # a preview's parts are not in the database yet
        prefetch_related_objects([page], "themes__scheme", "organisations")
    return {
        "article": article_cards.build_article_card(page),
        "author_url": reverse("organisation", args=[page.author_organisation.slug])
        if page.author_organisation
        else "",
        "involved": article_cards.list_involved_organisations(page, day=today()),
        "more": list_related_articles(page),
        "went": dispatch_cards.count_dispatches(page) if page.pk else None,
        "linked_data": article_cards.build_linked_data(page),
        "share": share_metadata.build_share_metadata(shareables.build_article_shareable(page), kind="article")
        if page.slug
        else {},
    }


def list_related_articles(page: ArticlePage) -> list[dict[str, Any]]:
    """Other articles: what the editor pinned, then what resembles it, then by how much they share its themes."""
    pinned = [one.pk for one in page.pinned.all() if one.live and one.pk != page.pk]
    text = "\n".join([page.title, page.lead, page.text])
    resembling = [int(one["key"]) for one in find_similar("article", str(page.pk), text, kinds=["article"], most=MORE)]
    on_themes = ArticlePage.objects.public().like(page).values_list("pk", flat=True)[: MORE * 2]
    wanted = list(dict.fromkeys([*pinned, *resembling, *on_themes]))[:MORE]
    found = ArticlePage.objects.public().filter(pk__in=wanted).with_parts().in_bulk()
    return [article_cards.build_article_card(found[key]) for key in wanted if key in found]


def list_latest_articles(number: int, *, theme: str = "", organisation: str = "") -> list[dict[str, Any]]:
    """The newest articles, about a theme or naming an organisation when one is given."""
    rows = ArticlePage.objects.public()
    rows = rows.for_theme(theme) if theme else rows.naming(organisation) if organisation else rows
    return [article_cards.build_article_brief(one) for one in rows.with_author().newest_first()[:number]]


def list_articles_linking_to(path: str) -> list[dict[str, Any]]:
    """The newest articles that link to a page, given by its Dutch path."""
    rows = ArticlePage.objects.public().linking_to(re.sub("^/en(?=/)", "", path))
    return [article_cards.build_article_brief(one) for one in rows.with_author().newest_first()[:6]]


def _rows(request: HttpRequest) -> Any:
    return filtered(Filters(request.GET, NAMES).chosen).with_parts().newest_first()


def _as_data(one: ArticlePage) -> dict[str, Any]:
    return {
        "titel": one.title,
        "datum": one.date,
        "leestijd_minuten": one.reading_minutes,
        "themas": ", ".join(theme.title for theme in one.themes.all()) or None,
        "schrijver": one.by or None,
        "taal": one.language,
        "inleiding": one.lead,
        "adres": article_cards.build_absolute_url(one),
        "bron": one.source_url or None,
    }


def article_csv(request: HttpRequest) -> HttpResponse:
    """The filtered list as CSV."""
    return open_data.build_csv_response("artikelen", COLUMNS, (_as_data(one) for one in _rows(request)))


def article_json(request: HttpRequest) -> HttpResponse:
    """The filtered list as JSON."""
    return open_data.build_json_response("artikelen", (_as_data(one) for one in _rows(request)))


def article_feed(request: HttpRequest) -> HttpResponseBase:
    """The filtered list as a feed with whole articles, what changed last first."""
    filters = Filters(request.GET, NAMES)
    found = filtered(filters.chosen).select_related("author_organisation").prefetch_related("themes__scheme")
    rows, page = order_by_newest_change(found, otherwise="last_published_at"), reverse("article_list")
    return feeds.respond_with_feed(
        request, _("Artikelen"), page, rows, contents.build_article_entries, filters=filters
    )
