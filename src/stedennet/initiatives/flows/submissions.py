"""Submitting an initiative, in two minutes and without an account."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from stedennet.accounts.models import User
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
from ..personal_links import INITIATIVE_LINK
from ..rules.states import State
from .initiatives import REVIEW_INTERVAL, send_owner_link

KIND = "initiative"
WORKS, KNOWS = "works", "knows"


@dataclass(frozen=True)
class InitiativeData:
    """The fields of the form; `part` is WORKS (I work on it) or KNOWS (a tip)."""

    title: str
    city: str
    theme: str
    summary: str
    email: str
    part: str


def submit_initiative(
    initiative_data: InitiativeData, *, language: str, once: str, page: str, person: User | None = None
) -> Submission:
    """Receive an initiative, and mail a link to confirm it. Raises Refused when a field is wrong."""
    if initiative_data.part not in (WORKS, KNOWS):
        raise Refused(_("Kies of u eraan werkt of het kent."), field="part")
    return receive_submission(
        KIND,
        name="",
        email=initiative_data.email,
        text=initiative_data.summary,
        language=language,
        once=once,
        data={
            "title": initiative_data.title,
            "city": initiative_data.city,
            "theme": initiative_data.theme,
            "part": initiative_data.part,
        },
        subject_title=initiative_data.title,
        page=page,
        person=person,
    )


def create_initiative(submission: Submission) -> Initiative:
    """Create the initiative of a confirmed submission, for the author to complete and editors to review."""
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
    """Delete the initiative of a withdrawn submission, unless it was published or adopted."""
    unpublished = Initiative.objects.filter(submission=submission, published_at=None)
    unpublished.filter(adoptions=None).delete()


def get_next_url(submission: Submission) -> str:
    """The URL where the author can add more right away; empty if there is none."""
    initiative = Initiative.objects.filter(submission=submission).first()
    return INITIATIVE_LINK.url(initiative, submission.language) if initiative and initiative.contact_email else ""


def find_free_slug(title: str) -> str:
    """A slug for this title that no initiative has yet."""
    return slugs.find_free_slug(Initiative.objects.all(), title, otherwise="initiatief")


def _notify_editors(initiative: Initiative) -> None:
    for address, language in list_moderators():
        context = {"initiative": initiative, "link": get_url("judge", str(initiative.pk), language)}
        queue_mail(
            to=address,
            template="initiative_to_judge",
            context=context,
            language=language,
            once=f"judge initiative {initiative.pk} {initiative.revision}",
        )
