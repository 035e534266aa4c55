"""Placing a call, without an account."""

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict, dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from stedennet.accounts.models import User
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
from ..personal_links import CALL_LINK
from ..rules.states import check_closing_date

KIND = "call"


@dataclass(frozen=True)
class CallData:
    """The fields of the form, and those with a default, which the owner may complete later (flows/corrections.py).

    `on` is "initiatief:<slug>", "actie:<code>" or empty.
    """

    kind: str
    title: str
    what_for: str
    closes_on: dt.date
    email: str
    work: str = ""
    organisation: str = ""
    name: str = ""
    theme: str = ""
    on: str = ""
    province: str = ""
    gives_in_words: str = ""
    wanted: list[str] = field(default_factory=list)
    gives: list[str] = field(default_factory=list)


def submit_call(
    call_data: CallData, *, language: str, once: str, page: str, person: User | None = None, behalf_of: str = ""
) -> Submission:
    """Receive a call, and mail a link to confirm it. Raises Refused if a field is invalid."""
    check_closing_date(call_data.closes_on, today=today())
    _check_field(check_kinds, call_data.wanted, "wanted")
    _check_field(check_gives, call_data.gives, "gives")
    if call_data.kind not in Call.Kind.values:
        raise Refused(_("Kies of u zoekt of aanbiedt."), field="kind")
    data = asdict(call_data) | {"closes_on": call_data.closes_on.isoformat()}
    for name in ("name", "email"):
        data.pop(name)
    return receive_submission(
        KIND,
        name=call_data.name,
        email=call_data.email,
        text=call_data.what_for,
        language=language,
        once=once,
        data=data,
        subject_title=call_data.title,
        page=page,
        person=person,
        behalf_of=behalf_of,
    )


def _check_field(check: Callable[[object], None], value: object, field_name: str) -> None:
    try:
        check(value)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), field=field_name) from error


def create_call(submission: Submission) -> Call:
    """Create the call of a confirmed submission, for an editor to review. Intake calls this once."""
    data = submission.data
    initiative, action = find_linked_record(data.get("on", ""))
    call = store_record(
        Call(
            slug=find_free_slug(data["title"]),
            kind=data["kind"],
            title=data["title"],
            what_for=data["what_for"],
            work=data.get("work", ""),
            wanted=data.get("wanted", []),
            gives=data.get("gives", []),
            gives_in_words=data.get("gives_in_words", ""),
            province=Organisation.objects.of_kind("province").filter(slug=data.get("province") or "-").first(),
            closes_on=dt.date.fromisoformat(data["closes_on"]),
            theme=Theme.objects.filter(slug=data.get("theme") or "-").first(),
            initiative=initiative,
            action=action,
            # A typed name proves nothing: an editor links the organisation on publication (flows/reviews.py).
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
    """The initiative or action that `words` (see CallData.on) refers to; both None if unknown."""
    kind, _colon, key = words.partition(":")
    if kind == "initiatief":
        return Initiative.objects.published().filter(slug=key, is_example=False).first(), None
    return None, Action.objects.real().filter(code=key).first() if kind == "actie" else None


def withdraw_call(submission: Submission) -> None:
    """Delete the call of a withdrawn submission, unless it was published."""
    Call.objects.filter(submission=submission, published_at=None).delete()


def get_next_url(submission: Submission) -> str:
    """The URL where the applicant can continue; empty if there is none."""
    call = Call.objects.filter(submission=submission).first()
    return CALL_LINK.url(call, submission.language) if call and call.owner_email else ""


def find_free_slug(title: str) -> str:
    """A slug for this title that no call has yet."""
    return slugs.find_free_slug(Call.objects.all(), title, otherwise="oproep")


def send_owner_link(call: Call, template: str, **more: object) -> None:
    """Mail the owner the personal link; `more` is extra context for the template."""
    if call.owner_email:
        link = CALL_LINK.url(call, call.language)
        context = {"call": call, "link": link, **more}
        once = f"{template} {call.pk} {call.state_at.isoformat()}"
        queue_mail(to=call.owner_email, template=template, context=context, language=call.language, once=once)


def _notify_editors(call: Call) -> None:
    for address, language in list_moderators():
        context = {"call": call, "link": get_url("judge", str(call.pk), language)}
        queue_mail(
            to=address, template="call_to_judge", context=context, language=language, once=f"judge call {call.pk}"
        )
