"""Placing a call, without an account."""

import datetime as dt
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from stedennet.agenda.models import Action
from stedennet.core import slugs
from stedennet.core.clock import now, today
from stedennet.core.errors import Refused
from stedennet.core.records import store_record
from stedennet.initiatives.models import Initiative
from stedennet.intake.flows import list_moderators, receive_submission
from stedennet.intake.models import Submission
from stedennet.network.models import Organisation, Theme
from stedennet.outbox.flows import queue_mail

from ..links import get_url
from ..models import Call
from ..models.calls import check_gives, check_kinds
from ..rules.states import check_closing_date
from .personal_links import create_owner_token

KIND = "call"


@dataclass(frozen=True)
class CallData:
    """What somebody types; `on` is "initiatief:<short name>", "actie:<code>" or empty."""

    kind: str
    title: str
    what_for: str
    work: str
    closes_on: dt.date
    organisation: str
    name: str
    email: str
    theme: str = ""
    on: str = ""
    province: str = ""
    gives_in_words: str = ""
    wanted: list[str] = field(default_factory=list)
    gives: list[str] = field(default_factory=list)


def submit_call(
    asking: CallData, *, language: str, once: str, page: str, person: Any = None, behalf_of: str = ""
) -> Submission:
    """Take it in, and mail a link to confirm. Raises Refused for what cannot be."""
    check_closing_date(asking.closes_on, today=today())
    _check_field(check_kinds, asking.wanted, "wanted")
    _check_field(check_gives, asking.gives, "gives")
    if asking.kind not in Call.Kind.values:
        raise Refused(_("Kies of u zoekt of aanbiedt."), field="kind")
    data = asdict(asking) | {"closes_on": asking.closes_on.isoformat()}
    for name in ("name", "email"):
        data.pop(name)
    return receive_submission(
        KIND,
        name=asking.name,
        email=asking.email,
        text=asking.work,
        language=language,
        once=once,
        data=data,
        subject_title=asking.title,
        page=page,
        person=person,
        behalf_of=behalf_of,
    )


def _check_field(check: Any, value: Any, field_name: str) -> None:
    try:
        check(value)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), field=field_name) from error


def create_call(submission: Submission) -> Call:
    """The address is the writer's: the call is made, for an editor to judge."""
    data = submission.data
    initiative, action = find_linked_record(data.get("on", ""))
    call = store_record(
        Call(
            slug=find_free_slug(data["title"]),
            kind=data["kind"],
            title=data["title"],
            what_for=data["what_for"],
            work=submission.text,
            wanted=data.get("wanted", []),
            gives=data.get("gives", []),
            gives_in_words=data.get("gives_in_words", ""),
            province=Organisation.objects.of_kind("province").filter(slug=data.get("province") or "-").first(),
            closes_on=dt.date.fromisoformat(data["closes_on"]),
            theme=Theme.objects.filter(slug=data.get("theme") or "-").first(),
            initiative=initiative,
            action=action,
            # What somebody types is no proof: an editor links the organisation (flows/reviews.py).
            organisation_in_words=data.get("organisation", ""),
            owner_name=submission.name,
            owner_email=submission.email,
            language=submission.language,
            submission=submission,
            state_at=now(),
        )
    )
    submission.subject_type, submission.subject_id = call._meta.label_lower, str(call.pk)
    send_owner_link(call, "call_yours")
    _notify_editors(call)
    return call


def find_linked_record(words: str) -> tuple[Initiative | None, Action | None]:
    """The initiative or the action that a call hangs on; neither for anything else."""
    kind, _colon, key = words.partition(":")
    if kind == "initiatief":
        return Initiative.objects.published().filter(slug=key).first(), None
    return None, Action.objects.filter(code=key).first() if kind == "actie" else None


def withdraw_call(submission: Submission) -> None:
    """The writer withdraws it: gone when it was not published yet."""
    Call.objects.filter(submission=submission, published_at=None).delete()


def get_next_url(submission: Submission) -> str:
    """Where the writer can go on; empty when there is nothing (any more)."""
    made = Call.objects.filter(submission=submission).first()
    return get_url("own", create_owner_token(made), submission.language) if made and made.owner_email else ""


def find_free_slug(title: str) -> str:
    """A short name for the address that nobody has yet."""
    return slugs.find_free_slug(Call.objects.all(), title, otherwise="oproep")


def send_owner_link(call: Call, template: str, **more: Any) -> None:
    """Mail the owner the personal link."""
    if call.owner_email:
        link = get_url("own", create_owner_token(call), call.language)
        context = {"call": call, "link": link, **more}
        once = f"{template} {call.pk} {call.state_at.isoformat()}"
        queue_mail(to=call.owner_email, template=template, context=context, language=call.language, once=once)


def _notify_editors(call: Call) -> None:
    for reader, language in list_moderators():
        context = {"call": call, "link": get_url("judge", str(call.pk), language)}
        queue_mail(
            to=reader, template="call_to_judge", context=context, language=language, once=f"judge call {call.pk}"
        )
