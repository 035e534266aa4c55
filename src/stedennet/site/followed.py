"""What can be followed by itself: a theme, organisation, initiative, action or call, with what others say about it.

Followers get mail (as a saved list of the room `spreading`), a feed, and a calendar where there are dates. Examples
are not followed, and nobody who follows something hears about examples.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import CharField, Model, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stedennet.agenda.models import Action, Commitment, Edition
from stedennet.agenda.querysets.commitments import CommitmentQuerySet
from stedennet.calls.models import Call
from stedennet.changes.models import Change
from stedennet.changes.querysets import ChangeQuerySet
from stedennet.core.clock import today
from stedennet.core.pages import filter_about_public
from stedennet.initiatives.models import Initiative
from stedennet.lists.articles import ARTICLES
from stedennet.lists.calls import CALLS
from stedennet.lists.challenges import CHALLENGES
from stedennet.lists.events import EVENTS
from stedennet.lists.initiatives import INITIATIVES
from stedennet.network.models import Organisation, Theme
from stedennet.spreading.lists import ItemKey, List

from .cards.articles import read_articles_linking_to

LIST = "volgen"
"""The name of the saved list in the address of the form to subscribe."""
Rows = QuerySet[Model]


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A kind of record that can be followed.

    `name` stands in addresses, `kind` is that of the search room, `page` the name of the page's URL, `field` the one
    that identifies a record there. `find` gives the record that stands on that page today, `describe` says what it is.
    """

    name: str
    kind: str
    page: str
    field: str
    find: Callable[[str], Model | None]
    describe: Callable[[str], str]
    related: Callable[[Any], dict[str, Rows]]


def _find_organisation(slug: str) -> Organisation | None:
    organisation = Organisation.objects.select_related("successor").filter(is_example=False, slug=slug).first()
    return organisation and (organisation.heir_on(today()) or organisation)


def _find_action(code: str) -> Action | None:
    action = Action.objects.real().readable().select_related("merged_into", "superseded_by").filter(code=code).first()
    return action and (Action.objects.successor_of(action) or action)


def _list_related_by_filter(name: str, commitments: CommitmentQuerySet, slug: str) -> dict[str, Rows]:
    """What the other lists show with this filter, and the actions of the current edition behind these commitments."""
    lists = (INITIATIVES, CALLS, CHALLENGES, ARTICLES, EVENTS)
    rows = {declared.kind: declared.narrow(declared.rows(), {name: slug}) for declared in lists}
    current = commitments.filter(edition=Edition.objects.current_key())
    return {
        **rows,
        **{kind: rows[kind].filter(is_example=False) for kind in ("initiative", "call", "challenge", "event")},
        "action": Action.objects.filter(pk__in=current.order_by().values("action")),
    }


def _list_calls_and_mentions(record: Model, path: str) -> dict[str, Rows]:
    calls = Call.objects.readable().filter(is_example=False, **{record._meta.model_name or "": record})
    return {"call": calls, "article": read_articles_linking_to(path)}


SUBJECTS: dict[type[Model], Subject] = {
    Theme: Subject(
        name="thema",
        kind="theme",
        page="theme",
        field="slug",
        find=lambda slug: Theme.objects.select_related("scheme").filter(slug=slug).first(),
        describe=lambda title: _("het thema %(title)s") % {"title": title},
        related=lambda theme: _list_related_by_filter("thema", Commitment.objects.about(theme), theme.slug),
    ),
    Organisation: Subject(
        name="organisatie",
        kind="organisation",
        page="organisation",
        field="slug",
        find=_find_organisation,
        describe=lambda title: title,
        related=lambda organisation: _list_related_by_filter(
            "organisatie", Commitment.objects.of_organisation(organisation), organisation.slug
        ),
    ),
    Initiative: Subject(
        name="initiatief",
        kind="initiative",
        page="initiative",
        field="slug",
        find=lambda slug: Initiative.objects.published().filter(is_example=False, slug=slug).first(),
        describe=lambda title: _("het initiatief “%(title)s”") % {"title": title},
        related=lambda initiative: _list_calls_and_mentions(initiative, reverse("initiative", args=[initiative.slug])),
    ),
    Action: Subject(
        name="actie",
        kind="action",
        page="action",
        field="code",
        find=_find_action,
        describe=lambda title: _("de actie “%(title)s”") % {"title": title},
        related=lambda action: _list_calls_and_mentions(action, reverse("action", args=[action.code])),
    ),
    Call: Subject(
        name="oproep",
        kind="call",
        page="call",
        field="slug",
        find=lambda slug: Call.objects.readable().filter(is_example=False, slug=slug).first(),
        describe=lambda title: _("de oproep “%(title)s”") % {"title": title},
        related=lambda _call: {},
    ),
}
BY_NAME = {subject.name: subject for subject in SUBJECTS.values()}


def build_follow_links(record: Model, *, calendar: str = "") -> dict[str, str]:
    """Return the addresses to follow a record by mail, feed and calendar; `calendar` is the name of its URL, if any.

    No queries. Empty for an example.
    """
    subject = SUBJECTS[type(record)]
    if getattr(record, "is_example", False):
        return {}
    key = getattr(record, subject.field)
    return {
        "mail_url": f"{reverse('subscribe')}?{urlencode({'lijst': LIST, subject.name: key})}",
        "feed_url": reverse(f"{subject.page}_news", args=[key]),
        "calendar_url": reverse(calendar, args=[key]) if calendar else "",
    }


def get_title(record: Model) -> str:
    """Return what a record is called on its page, in the reader's language."""
    if isinstance(record, Theme):
        return record.full_title
    if isinstance(record, Action):
        newest = record.commitments.public().first()
        return f"{record.code} {newest.name}" if newest else record.code
    return record.name if isinstance(record, Initiative) else str(record)


def find_record(name: str, key: str) -> Model | None:
    """Return the record to follow with this name of a subject and key in its address; None if there is none."""
    return BY_NAME[name].find(key) if name in BY_NAME else None


def list_lines_about(record: Model) -> ChangeQuerySet:
    """List what the log says about a record and about what others have on it, newest first; one query.

    What is no news is left out: an old fact that was entered later, or that something changed, without what.
    """
    about = Q(subject_type=record._meta.label_lower, subject_id=str(record.pk))
    for rows in SUBJECTS[type(record)].related(record).values():
        keys = rows.order_by().values_list(Cast("pk", CharField()), flat=True)
        about |= Q(subject_type=rows.model._meta.label_lower, subject_id__in=keys)
    lines = Change.objects.filter(about).news().latest_first()
    return filter_about_public(lines)  # type: ignore[no-any-return]


def build_saved_list() -> List:
    """Return the saved list for the room `spreading`; its filters say what is followed."""
    return List(
        name=LIST,
        label=gettext_lazy("iets wat hier niet meer staat"),
        names=tuple(BY_NAME),
        kinds=("theme", "organisation", "action", "initiative", "call", "challenge", "article", "event"),
        find_matching=_find_matching,
        describe_filters=_describe_filters,
        get_url=_get_url,
        is_one_thing=True,
    )


def _find_chosen(chosen: Mapping[str, str]) -> Iterable[tuple[Subject, Model]]:
    for name, key in chosen.items():
        record = find_record(name, key)
        if record is not None:
            yield BY_NAME[name], record


def _find_matching(chosen: Mapping[str, str], items: Collection[ItemKey]) -> set[ItemKey]:
    keys: dict[str, list[str]] = defaultdict(list)
    for kind, key in items:
        keys[kind].append(key)
    matching: set[ItemKey] = set()
    for subject, record in _find_chosen(chosen):
        matching.add((subject.kind, str(record.pk)))
        for kind, rows in subject.related(record).items():
            found = rows.order_by().filter(pk__in=keys[kind]).values_list("pk", flat=True) if keys[kind] else ()
            matching |= {(kind, str(pk)) for pk in found}
    return matching & set(items)


def _describe_filters(chosen: Mapping[str, str]) -> list[str]:
    return [subject.describe(get_title(record)) for subject, record in _find_chosen(chosen)]


def _get_url(chosen: Mapping[str, str]) -> str:
    urls = [reverse(subject.page, args=[getattr(record, subject.field)]) for subject, record in _find_chosen(chosen)]
    return next(iter(urls), "")
