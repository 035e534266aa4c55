"""Telling of an initiative, in two minutes and without an account."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from stedennet.core import slugs
from stedennet.core.clock import now, today
from stedennet.core.errors import Refused
from stedennet.core.records import store_record
from stedennet.intake.flows import list_moderators, receive_submission
from stedennet.intake.models import Submission
from stedennet.network.models import Organisation, Theme
from stedennet.network.querysets.names import look_up_organisation
from stedennet.outbox.flows import queue_mail

from ..links import get_url
from ..models import Initiative
from ..rules.states import State
from .initiatives import REVIEW_INTERVAL, create_owner_token, send_owner_link

KIND = "initiative"
WORKS, KNOWS = "works", "knows"


@dataclass(frozen=True)
class InitiativeData:
    """What somebody tells first; `part` is WORKS (I work on it) or KNOWS (a tip)."""

    title: str
    city: str
    theme: str
    summary: str
    email: str
    part: str


def submit_initiative(
    telling: InitiativeData, *, language: str, once: str, page: str, person: Any = None
) -> Submission:
    """Take it in, and mail a link to confirm. Raises Refused for what cannot be."""
    if telling.part not in (WORKS, KNOWS):
        raise Refused(_("Kies of u eraan werkt of het kent."), field="part")
    return receive_submission(
        KIND,
        name="",
        email=telling.email,
        text=telling.summary,
        language=language,
        once=once,
        data={"title": telling.title, "city": telling.city, "theme": telling.theme, "part": telling.part},
        subject_title=telling.title,
        page=page,
        person=person,
    )


def create_initiative(submission: Submission) -> Initiative:
    """The address is the writer's: the record is made, for the writer to add to and for editors to judge."""
    data = submission.data
    city = look_up_organisation(data.get("city", ""), day=today(), kind=Organisation.Kind.MUNICIPALITY).organisation
    initiative = store_record(
        Initiative(
            slug=find_free_slug(data.get("title", "")),
            title=data.get("title", ""),
            summary=submission.text,
            elsewhere="" if city else data.get("city", "")[:200],
            contact_email=submission.email,
            language=submission.language,
            is_tip=data.get("part") != WORKS,
            submission=submission,
            state=State.CONFIRMED,
            state_at=now(),
            next_review_on=today() + REVIEW_INTERVAL,
        )
    )
    if city is not None:
        initiative.cities.add(city)
    initiative.themes.set(Theme.objects.filter(slug=data.get("theme") or "-"))
    submission.subject_type, submission.subject_id = initiative._meta.label_lower, str(initiative.pk)
    send_owner_link(initiative, "initiative_yours")
    _notify_editors(initiative)
    return initiative


def withdraw_initiative(submission: Submission) -> None:
    """The writer withdraws it: gone when it was not published yet."""
    rows = Initiative.objects.filter(submission=submission, published_at=None)
    rows.filter(adoptions=None).delete()


def get_next_url(submission: Submission) -> str:
    """Where the writer can tell more at once; empty when there is nothing (any more)."""
    made = Initiative.objects.filter(submission=submission).first()
    return get_url("own", create_owner_token(made), submission.language) if made and made.contact_email else ""


def find_free_slug(title: str) -> str:
    """A short name for the address that nobody has yet."""
    return slugs.find_free_slug(Initiative.objects.all(), title, otherwise="initiatief")


def _notify_editors(initiative: Initiative) -> None:
    for reader, language in list_moderators():
        context = {"initiative": initiative, "link": get_url("judge", str(initiative.pk), language)}
        queue_mail(
            to=reader,
            template="initiative_to_judge",
            context=context,
            language=language,
            once=f"judge initiative {initiative.pk} {initiative.revision}",
        )
