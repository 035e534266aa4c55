"""All changes to submissions, from receiving to the answer. Each `can_x` stands beside `x`."""

from collections.abc import Callable, Mapping

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from stedennet.accounts.erasers import Leaver
from stedennet.accounts.models import User, normalise_email
from stedennet.core.access import Actor, is_editor, is_holder, is_moderator, person_of
from stedennet.core.clock import now
from stedennet.core.errors import NotAllowed, Refused
from stedennet.core.history import record_act
from stedennet.core.typed_text import clean_line, clean_text, clean_texts_in
from stedennet.outbox.flows import may_mail_unconfirmed, queue_mail, queue_mail_to_unconfirmed
from stedennet.outbox.recipients import get_office

from .kinds import get_accepted_text, get_kind, get_label
from .links import get_url
from .models import Relay, Submission
from .personal_links import CONFIRMATION_LINK
from .rules import (
    UNCONFIRMED_RETENTION,
    EarlierSubmission,
    LinkState,
    Receipt,
    Status,
    apply_step,
    classify_receipt,
    clean_own_path,
    get_link_state,
    make_occasion_key,
    serialise_content,
)
from .senders import NameCheck, check_sender_name, is_doubtful


def check_sender(name: str, person: User | None, organisation: str = "") -> NameCheck:
    """Check whether somebody may send under this name, and what is doubtful about it; for flows that only relay.

    Raises Refused when the name is an organisation's and the sender does not represent it.
    """
    name_check = check_sender_name(name, person, organisation)
    if name_check.refusal:
        raise Refused(name_check.refusal, field="name")
    return name_check


@transaction.atomic
def receive_submission(
    kind: str,
    *,
    name: str,
    email: str,
    text: str,
    language: str,
    once: str,
    data: Mapping[str, object] | None = None,
    subject: models.Model | None = None,
    subject_title: str = "",
    page: str = "",
    person: User | None = None,
    behalf_of: str = "",
    proven: bool = False,
) -> Submission:
    """Receive what somebody sent, and mail a link to confirm it; a `person` who is signed in needs no confirmation.

    `once` is the number of the opened form. With the same number and address, the same content is the same submission
    and mails nothing. Other content replaces a submission that was not confirmed yet, under a new link; after that it
    is a submission of its own. `receipt` of the returned submission says which it was.

    `data` is what was entered, for the kind; `text` is what a moderator reads; `page` is a path on this site. `proven`
    means that the caller verified the sender in another way (a signature), so no confirmation is asked; without an
    `email` nothing is mailed. `behalf_of` is the name of an organisation that `person` represents, as the caller
    checked.

    Raises Refused when the name is an organisation's and the sender does not represent it.
    """
    email = normalise_email(email)
    # A name from the fediverse cannot be refused; a moderator sees the mark instead.
    organisation = str((data or {}).get("organisation", ""))
    name_check = (check_sender_name if proven else check_sender)(name, person, organisation)
    fields = {
        "kind": kind,
        "name": clean_line(name),
        "email": email,
        "text": clean_text(text),
        "language": language,
        "data": clean_texts_in(data or {}),
        "subject_type": subject._meta.label_lower if subject else "",
        "subject_id": str(subject.pk) if subject else "",
        "subject_title": clean_line(subject_title or str(subject or ""))[:200],
        "page": clean_own_path(page)[:500],
        "person": person,
        "behalf_of": behalf_of[:200],
        "marks": name_check.marks or None,
        "created_at": now(),
    }
    submission = _store_received(fields, occasion=make_occasion_key(kind, once or get_random_string(32), email))
    if submission.receipt is Receipt.SAME:
        return submission
    if person is None and not proven:
        _send_confirmation_link(submission)
        return submission
    if submission.receipt is Receipt.RENEWED:
        submission.receipt = Receipt.NEW
    return _process_confirmed(submission)


def _store_received(fields: dict[str, object], *, occasion: str) -> Submission:
    """The row for what one opened form sent, unconfirmed unless the same content was sent before.

    Each row of one form follows the one before it, by a unique key: of two simultaneous clicks the second finds the
    first one's row, and looks again.
    """
    while True:
        earlier = list(Submission.objects.select_for_update().sent_on(occasion))
        receipt, index = classify_receipt([_build_earlier(row, fields) for row in earlier])
        if index is not None:
            return _update_row(earlier[index], fields, receipt)
        once = make_occasion_key(occasion, earlier[-1].pk) if earlier else occasion
        defaults = {**fields, "occasion": occasion}
        submission, is_new = Submission.objects.get_or_create(once=once, defaults=defaults)
        if is_new:
            submission.receipt = receipt
            return submission


def _build_earlier(row: Submission, fields: dict[str, object]) -> EarlierSubmission:
    is_same = all(
        serialise_content(getattr(row, name)) == serialise_content(fields[name])
        for name in ("name", "text", "data", "behalf_of")
    )
    is_link_open = get_link_state(row.status, row.token_ends_at, now()) is LinkState.OPEN
    # Somebody who has signed in since needs no confirmation: the waiting submission proceeds.
    return EarlierSubmission(Status(row.status), is_same=is_same, can_wait=is_link_open and fields["person"] is None)


def _update_row(row: Submission, fields: dict[str, object], receipt: Receipt) -> Submission:
    row.receipt = receipt
    if receipt is not Receipt.SAME:
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()
    return row


def _send_confirmation_link(submission: Submission, *, by: Callable[..., object] = queue_mail_to_unconfirmed) -> None:
    token = CONFIRMATION_LINK.renew(submission, at=now(), lifetime=get_kind(submission).valid_for)
    link = CONFIRMATION_LINK.build_url(token, submission.language)
    _mail_author(submission, "intake_confirm", link=link, turn=submission.token_hash or "", by=by)


@transaction.atomic
def resend_confirmation_link(submission: Submission, by: Actor) -> None:
    """Mail the author a new link to confirm, which ends the one before; the office may, and the browser that sent it.

    Raises NotAllowed, or Refused when it is too late, or was asked too often today.
    """
    if not (is_editor(by) or is_holder(by, submission)):
        raise NotAllowed(_("Alleen het programmabureau maakt links van anderen ongeldig."))
    locked = Submission.objects.select_for_update().get(pk=submission.pk)
    if get_link_state(locked.status, locked.token_ends_at, now()) is not LinkState.OPEN:
        raise Refused(_("Deze link werkt niet (meer)."))
    if not is_editor(by) and not may_mail_unconfirmed(locked.email):
        raise Refused(_("U vroeg dit vandaag al vaak aan. Gebruik de link in de laatste mail, of wacht tot morgen."))
    _send_confirmation_link(locked, by=queue_mail)


@transaction.atomic
def record_relay(kind: str, *, once: str, email: str, content: object) -> Receipt:
    """How a message that is relayed and not stored compares to earlier ones of the same opened form.

    The caller sends it unless the receipt is SAME. Only hashes are stored, for 30 days.
    """
    occasion = make_occasion_key(kind, once or get_random_string(32), normalise_email(email))
    has_earlier = Relay.objects.filter(occasion=occasion).exists()
    fingerprint = make_occasion_key(serialise_content(content))
    is_new = Relay.objects.get_or_create(occasion=occasion, fingerprint=fingerprint, defaults={"relayed_at": now()})[1]
    if not is_new:
        return Receipt.SAME
    return Receipt.ADDED if has_earlier else Receipt.NEW


@transaction.atomic
def confirm_submission(token: str) -> Submission:
    """Confirm the address: the submission goes to the moderators, or is accepted at once.

    A link works once; using it again returns the submission and changes nothing. Raises Refused when the link is
    forged, unknown or expired.
    """
    candidate = CONFIRMATION_LINK.find(token)
    # Filter by the link again: the submission may be replaced at this very moment.
    rows = Submission.objects.select_for_update().filter(token_hash=candidate.token_hash) if candidate else None
    submission = rows.first() if rows is not None else None
    if submission is None:
        raise Refused(_("Deze link kennen wij niet. Misschien is hij niet helemaal overgenomen."))
    link_state = get_link_state(submission.status, submission.token_ends_at, now())
    if link_state is LinkState.USED:
        return submission
    if link_state is LinkState.ENDED:
        raise Refused(_("Deze link is verlopen. Stuur het nog eens in."))
    return _process_confirmed(submission)


def _process_confirmed(submission: Submission) -> Submission:
    submission.status = apply_step(submission.status, "confirm")
    submission.confirmed_at = now()
    submission.save(update_fields=["status", "confirmed_at"])
    kind = get_kind(submission)
    if kind.must_wait(submission) or (is_doubtful(submission.marks) and kind.waits_when_marked):
        _notify_moderators(submission)
        return submission
    return _accept_submission(submission, by=None)


def can_moderate(by: Actor) -> bool:
    """Whether `by` may review submissions: moderators, administrators and the program itself may."""
    return is_moderator(by)


@transaction.atomic
def accept_submission(submission: Submission, *, by: Actor) -> Submission:
    """Accept a submission: its kind creates the record. Raises NotAllowed, or Refused when already reviewed."""
    submission = _lock_for_review(submission, by)
    accepted = _accept_submission(submission, by=by)
    _record_review(submission, "accepted", by)
    if get_kind(submission).says_accepted:
        link, when_accepted = f"{settings.SITE_URL}{submission.page}", get_accepted_text(submission)
        _mail_author(submission, "intake_accepted", link=link, when_accepted=when_accepted)
    return accepted


@transaction.atomic
def reject_submission(submission: Submission, *, by: Actor, reason: str) -> Submission:
    """Reject a submission, and mail the author the reason. Raises NotAllowed, or Refused: no reason, or too late."""
    submission = _lock_for_review(submission, by)
    if not reason.strip():
        raise Refused(_("Geef een reden: de inzender krijgt die te lezen."), field="reason")
    submission.status = apply_step(submission.status, "reject")
    submission.reason = reason.strip()
    _record_decision(submission, by)
    _record_review(submission, "rejected", by)
    _mail_author(submission, "intake_rejected")
    return submission


def withdraw_submission_by_link(token: str) -> Submission:
    """Withdraw a submission that was not accepted, by the link in its mail. Raises Refused: forged, or too late."""
    submission = CONFIRMATION_LINK.find(token)
    if submission is None:
        raise Refused(_("Deze link kennen wij niet. Misschien is hij niet helemaal overgenomen."))
    if submission.status == Status.ACCEPTED:
        raise Refused(_("Dit is intussen geplaatst."))
    return withdraw_submission(submission)


@transaction.atomic
def withdraw_submission(submission: Submission) -> Submission:
    """Withdraw a submission; the caller verified that its author asks. Raises Refused when it is too late."""
    submission = Submission.objects.select_for_update().get(pk=submission.pk)
    was_accepted = submission.status == Status.ACCEPTED
    submission.status = apply_step(submission.status, "withdraw")
    submission.save(update_fields=["status"])
    if was_accepted and (on_withdraw := get_kind(submission).on_withdraw):
        on_withdraw(submission)
    return submission


def delete_unconfirmed_submissions() -> int:
    """Delete submissions that were not confirmed within 30 days; returns how many."""
    return Submission.objects.forgettable(now()).delete()[0]


def delete_old_relays() -> int:
    """Delete the hashes of messages that were relayed over 30 days ago; returns how many."""
    return Relay.objects.filter(relayed_at__lt=now() - UNCONFIRMED_RETENTION).delete()[0]


def anonymise_old_submissions() -> int:
    """Anonymise submissions rejected or withdrawn 180 days ago, or accepted a year ago; returns how many.

    The record that an accepted submission became has a retention period of its own.
    """
    return anonymise_submissions(Submission.objects.nameless_by(now()))


def erase_submissions(leaver: Leaver) -> int:
    """Erase somebody who leaves: delete unconfirmed submissions, withdraw pending ones, anonymise all."""
    rows = Submission.objects.filter(Q(email__iexact=leaver.email) | Q(person__isnull=False, person=leaver.user_id))
    rows.filter(status=Status.UNCONFIRMED).delete()
    rows.filter(status=Status.PENDING).update(status=Status.WITHDRAWN)
    return anonymise_submissions(rows)


def anonymise_submissions(rows: models.QuerySet[Submission]) -> int:
    """Empty the sender and content of these submissions; returns how many. For rooms that need them no longer."""
    return rows.update(name="", email="", text="", data={}, person=None, marks=None)


def _lock_for_review(submission: Submission, by: Actor) -> Submission:
    if not can_moderate(by):
        raise NotAllowed(_("Alleen een moderator kan dit beoordelen."))
    fresh = Submission.objects.select_for_update().get(pk=submission.pk)
    if fresh.decided_by and fresh.status in (Status.ACCEPTED, Status.REJECTED):
        words = {"name": str(fresh.decided_by), "status": fresh.get_status_display()}
        raise Refused(_("%(name)s heeft dit al beoordeeld: %(status)s.") % words)
    return fresh


def _accept_submission(submission: Submission, *, by: Actor | None) -> Submission:
    submission.status = apply_step(submission.status, "accept")
    _record_decision(submission, by)
    try:
        get_kind(submission).accept(submission)
    except ValidationError as error:  # The record that the kind creates does not pass its own checks.
        raise Refused(" ".join(error.messages)) from error
    submission.save(update_fields=["page", "subject_type", "subject_id", "subject_title"])
    return submission


def _record_decision(submission: Submission, by: Actor | None) -> None:
    submission.decided_at = now()
    submission.decided_by = person_of(by)
    submission.save(update_fields=["status", "reason", "decided_at", "decided_by"])


def _record_review(submission: Submission, judgement: str, by: Actor) -> None:
    # The history is kept longer than a submission: it has the kind and the subject, and not the sender.
    title = f"{get_label(submission)}: {submission.subject_title}".strip(": ")
    record_act(submission, f"intake.{judgement}", by=by, title=title)


def _mail_author(
    submission: Submission, template: str, *, turn: str = "", by: Callable[..., object] = queue_mail, **more: object
) -> None:
    if not submission.email:
        return
    # A typed title stays out of a mail to an address that nobody confirmed; the title of a record of ours may go in.
    about = submission.subject_title if submission.subject_type else ""
    context = {"submission": submission, "kind": get_label(submission), "about": about, **more}
    by(
        to=submission.email,
        template=template,
        context=context,
        language=submission.language,
        once=f"{template} {submission.pk} {turn}".strip(),
    )


def list_moderators() -> list[tuple[str, str]]:
    """Addresses with languages: the active moderators, or the programme office if there are none."""
    moderators = get_user_model()._default_manager.filter(is_moderator=True, is_active=True)
    return [(person.email, person.language) for person in moderators] or [get_office()]


def _notify_moderators(submission: Submission) -> None:
    for address, language in list_moderators():
        link = get_url("moderate", str(submission.pk), language)
        context = {"submission": submission, "kind": get_kind(submission).label, "link": link}
        queue_mail(
            to=address,
            template="intake_to_judge",
            context=context,
            language=language,
            once=f"judge {submission.pk}",
        )
