"""From sending in to the answer. Each `can_x` stands beside `x`."""

import hashlib
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature
from django.db import models, transaction
from django.utils.translation import gettext as _

from stedennet.accounts.models import normalise_email
from stedennet.core.access import System
from stedennet.core.clock import now
from stedennet.core.errors import NotAllowed, Refused
from stedennet.outbox.flows import post

from .kinds import kind_of, label_of
from .links import link_to
from .models import Submission
from .rules import LinkState, Status, after, link_state, own_path
from .tokens import hash_of, new_token


@transaction.atomic
def submit(
    kind: str,
    *,
    name: str,
    email: str,
    text: str,
    language: str,
    once: str,
    data: dict[str, Any] | None = None,
    subject: models.Model | None = None,
    subject_title: str = "",
    page: str = "",
    person: Any = None,
    proven: bool = False,
) -> Submission:
    """Take in what somebody sent, and mail a link to confirm it; `person` (signed in) needs no confirmation.

    `once` is the form's own number: the same number again gives the first submission and mails nothing. `data` is what
    was typed, for the kind; `text` is what a moderator reads; `page` is a path on this site. `proven`: the caller
    knows in another way who sent it (a signature), so nobody is asked; without an `email` nobody is mailed either.
    """
    token, email = new_token(), normalise_email(email)
    fields = {
        "kind": kind,
        "name": name,
        "email": email,
        "text": text,
        "language": language,
        "data": data or {},
        "subject_type": subject._meta.label_lower if subject else "",
        "subject_id": str(subject.pk) if subject else "",
        "subject_title": (subject_title or str(subject or ""))[:200],
        "page": own_path(page)[:500],
        "person": person,
        "created_at": now(),
    }
    key = hashlib.sha256(f"{kind}\0{once or token}\0{email}".encode()).hexdigest()
    submission, is_new = Submission.objects.get_or_create(once=key, defaults=fields)
    if not is_new:
        return submission
    if person is not None or proven:
        return _confirmed(submission)
    submission.token_hash = hash_of(token)
    submission.token_ends_at = now() + kind_of(submission).valid_for
    submission.save(update_fields=["token_hash", "token_ends_at"])
    _mail(submission, "intake_confirm", link=link_to("confirm", token, language))
    return submission


def find(token: str) -> Submission | None:
    """The submission that this link belongs to, None when it is forged or gone. Changes nothing."""
    try:
        return Submission.objects.filter(token_hash=hash_of(token)).first()
    except BadSignature:
        return None


@transaction.atomic
def confirm(token: str) -> Submission:
    """The address is the writer's: the submission goes to the moderators, or is accepted at once.

    A link works once; a second time gives the submission and does nothing. Raises Refused when the link is forged,
    gone or too old.
    """
    found = find(token)
    submission = Submission.objects.select_for_update().filter(pk=found.pk).first() if found else None
    if submission is None:
        raise Refused(_("Deze link kennen wij niet. Misschien is hij niet helemaal overgenomen."))
    state = link_state(submission.status, submission.token_ends_at, now())
    if state is LinkState.USED:
        return submission
    if state is LinkState.ENDED:
        raise Refused(_("Deze link is verlopen. Stuur het nog eens in."))
    return _confirmed(submission)


def _confirmed(submission: Submission) -> Submission:
    submission.status = after(submission.status, "confirm")
    submission.confirmed_at = now()
    submission.save(update_fields=["status", "confirmed_at"])
    if kind_of(submission).must_wait(submission):
        _tell_moderators(submission)
        return submission
    return _accepted(submission, by=None)


def can_moderate(by: Any) -> bool:
    """Whether `by` judges what people send in: moderators, administrators, and the program itself."""
    return isinstance(by, System) or bool(
        by.is_authenticated and by.is_active and (by.is_moderator or by.is_superuser)
    )


@transaction.atomic
def accept(submission: Submission, *, by: Any) -> Submission:
    """Place it: the kind makes its record. Raises NotAllowed, or Refused when it was judged already."""
    submission = _to_judge(submission, by)
    was_seen = _accepted(submission, by=by)
    if kind_of(submission).says_accepted:
        _mail(submission, "intake_accepted", link=f"{settings.SITE_URL}{submission.page}")
    return was_seen


@transaction.atomic
def reject(submission: Submission, *, by: Any, reason: str) -> Submission:
    """Do not place it, and tell the author why. Raises NotAllowed, or Refused without a reason or judged already."""
    submission = _to_judge(submission, by)
    if not reason.strip():
        raise Refused(_("Geef een reden: de inzender krijgt die te lezen."), field="reason")
    submission.status = after(submission.status, "reject")
    submission.reason = reason.strip()
    _decided(submission, by)
    _mail(submission, "intake_rejected")
    return submission


def withdraw_by_link(token: str) -> Submission:
    """Who has the link of the mail takes back what no moderator judged yet. Raises Refused when forged or too late."""
    submission = find(token)
    if submission is None:
        raise Refused(_("Deze link kennen wij niet. Misschien is hij niet helemaal overgenomen."))
    if submission.status == Status.ACCEPTED:
        raise Refused(_("Dit is intussen geplaatst."))
    return withdraw(submission)


@transaction.atomic
def withdraw(submission: Submission) -> Submission:
    """The author takes it back; the caller has made sure that it is the author. Raises Refused when too late."""
    submission = Submission.objects.select_for_update().get(pk=submission.pk)
    was_accepted = submission.status == Status.ACCEPTED
    submission.status = after(submission.status, "withdraw")
    submission.save(update_fields=["status"])
    if was_accepted and (taken_back := kind_of(submission).on_withdraw):
        taken_back(submission)
    return submission


def forget_unconfirmed() -> int:
    """Delete what was never confirmed within 30 days; returns how many."""
    return Submission.objects.forgettable(now()).delete()[0]


def forget_persons() -> int:
    """Wipe who sent what was rejected or withdrawn 180 days ago, and what they wrote; returns how many rows."""
    return forget(Submission.objects.nameless_by(now()))


def forget(rows: Any) -> int:
    """Empty what says who sent these submissions, and what; a room calls this for what it no longer needs."""
    return int(rows.update(name="", email="", text="", data={}, person=None))


def _to_judge(submission: Submission, by: Any) -> Submission:
    if not can_moderate(by):
        raise NotAllowed(_("Alleen een moderator kan dit beoordelen."))
    fresh = Submission.objects.select_for_update().get(pk=submission.pk)
    if fresh.decided_by and fresh.status in (Status.ACCEPTED, Status.REJECTED):
        who = {"name": str(fresh.decided_by), "status": fresh.get_status_display()}
        raise Refused(_("%(name)s heeft dit al beoordeeld: %(status)s.") % who)
    return fresh


def _accepted(submission: Submission, *, by: Any) -> Submission:
    submission.status = after(submission.status, "accept")
    _decided(submission, by)
    try:
        kind_of(submission).accept(submission)
    except ValidationError as error:  # The record that the kind makes does not pass its own checks.
        raise Refused(" ".join(error.messages)) from error
    submission.save(update_fields=["page", "subject_type", "subject_id", "subject_title"])
    return submission


def _decided(submission: Submission, by: Any) -> None:
    submission.decided_at = now()
    submission.decided_by = by if isinstance(by, get_user_model()) else None
    submission.save(update_fields=["status", "reason", "decided_at", "decided_by"])


def _mail(submission: Submission, template: str, **more: Any) -> None:
    if not submission.email:
        return
    context = {"submission": submission, "kind": label_of(submission), **more}
    post(
        to=submission.email,
        template=template,
        context=context,
        language=submission.language,
        once=f"{template} {submission.pk}",
    )


def moderators() -> list[tuple[str, str]]:
    """Addresses and languages of who judges; the office when there is nobody."""
    people = get_user_model()._default_manager.filter(is_moderator=True, is_active=True)
    return [(one.email, one.language) for one in people] or [(settings.OFFICE_EMAIL, "nl")]


def _tell_moderators(submission: Submission) -> None:
    for address, language in moderators():
        link = link_to("moderate", str(submission.pk), language)
        context = {"submission": submission, "kind": kind_of(submission).label, "link": link}
        post(
            to=address,
            template="intake_to_judge",
            context=context,
            language=language,
            once=f"judge {submission.pk}",
        )
