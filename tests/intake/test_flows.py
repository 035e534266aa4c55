"""From receiving to the answer: who is mailed, who may review, and nothing half-written."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from stedennet.accounts.flows import delete_account, make_editor, make_moderator
from stedennet.accounts.models import User
from stedennet.core.access import SYSTEM
from stedennet.core.errors import NotAllowed, Refused
from stedennet.intake import flows, kinds
from stedennet.intake.kinds import SubmissionKind
from stedennet.intake.models import Submission
from stedennet.outbox.models import OutgoingMail
from tests.builders.people import a_person
from tests.builders.submissions import AUTHOR, confirmed, mails_to, send, token_in_mail

pytestmark = pytest.mark.django_db


def test_what_was_sent_is_kept_as_typed_and_waits_for_its_author(clock):
    submission = send(once="1")
    submission.refresh_from_db()
    assert (submission.status, submission.created_at, submission.confirmed_at) == ("unconfirmed", clock.moment, None)
    assert submission.data == {"title": "Deelauto’s"}
    assert OutgoingMail.objects.count() == 1


def test_the_mail_to_an_unconfirmed_address_has_none_of_the_typed_words():
    send(name="Jo Voorbeeld", text="Koop nu!", data={"title": "Reclame"}, subject_title="Reclame")
    (mail,) = mails_to(AUTHOR)
    for typed in ("Jo Voorbeeld", "Koop nu!", "Reclame"):
        assert typed not in mail.subject + mail.text + mail.html


def test_the_same_form_twice_is_one_submission_and_one_mail():
    assert send(once="1").pk == send(once="1").pk
    assert (Submission.objects.count(), OutgoingMail.objects.count()) == (1, 1)


@pytest.mark.parametrize("other", [{"once": "2"}, {"email": "an@example.org"}, {"kind": "silent"}])
def test_another_form_another_address_or_another_kind_is_another_submission(other):
    send(once="1")
    send(**{"once": "1", **other})
    assert Submission.objects.count() == 2


def test_forms_without_a_number_are_never_taken_for_the_same():
    send(once="")
    send(once="")
    assert Submission.objects.count() == 2


def test_one_mailbox_is_one_author():
    assert send(once="1").pk == send(once="1", email=" JO@Example.org").pk
    assert Submission.objects.get().email == AUTHOR


def test_somebody_signed_in_confirms_nothing(moderator):
    person = a_person("an@example.org", "An")
    submission = send(person=person, email=person.email)
    assert submission.status == "pending"
    assert mails_to("an@example.org") == []
    assert submission.token_hash is None


def test_each_active_moderator_is_told_in_the_own_language(moderator):
    make_moderator(a_person("english@example.org", "Eve", language="en"), by=SYSTEM)
    gone = make_moderator(a_person("gone@example.org", "Gone"), by=SYSTEM)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    make_editor(a_person("editor@example.org", "Ed"), by=SYSTEM)
    submission = confirmed()
    told = {mail.to: mail for mail in OutgoingMail.objects.exclude(to=AUTHOR)}
    assert {to: mail.language for to, mail in told.items()} == {"mo@example.org": "nl", "english@example.org": "en"}
    for mail in told.values():
        assert f"/beheer/inzendingen/{submission.pk}/" in mail.text
        assert "Wij doen al iets met deelauto’s." in mail.text


def test_without_moderators_the_programme_office_is_told(settings):
    confirmed()
    assert len(mails_to(settings.OFFICE_EMAIL)) == 1


def test_hostile_words_reach_moderators_as_text(moderator):
    confirmed(text="<script>alert(1)</script>", name="Jo\r\nBcc: all@example.org")
    (mail,) = mails_to("mo@example.org")
    assert "<script>" not in mail.html
    assert "<script>alert(1)</script>" in mail.text
    assert not {"\n", "\r"} & set(mail.subject)


def test_what_need_not_wait_is_placed_when_confirmed(notes, moderator):
    notes.waits = False
    submission = confirmed()
    assert (submission.status, notes.placed, submission.decided_by) == ("accepted", 1, None)
    assert mails_to("mo@example.org") == []


def test_accepting_places_it_and_tells_the_author_in_the_own_language(notes, moderator, clock, settings):
    submission = confirmed(language="en")
    clock.later(hours=3)
    notes.moves_to = "/en/notes/deelauto/"
    accepted = flows.accept_submission(submission, by=moderator)
    accepted.refresh_from_db()
    assert (accepted.status, accepted.decided_by, accepted.decided_at) == ("accepted", moderator, clock.moment)
    assert notes.placed == 1
    mail = mails_to(AUTHOR)[-1]
    assert mail.language == "en"
    assert f"{settings.SITE_URL}/en/notes/deelauto/" in mail.text, "the page that the kind made"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_mail_says_what_was_done_and_only_then_that_it_is_on_the_site(notes, moderator, language):
    words = {"nl": ("staat op de site", "geplaatst"), "en": ("has been published", "on the site")}[language]
    kinds.register_kind(SubmissionKind("claim", "Claim", accept=notes.accept, when_accepted="U beheert dit nu."))
    flows.accept_submission(confirmed(kind="claim", language=language), by=moderator)
    mail = mails_to(AUTHOR)[-1]
    assert "U beheert dit nu." in mail.text
    assert "U beheert dit nu." in mail.html
    assert not [word for word in words if word in mail.text + mail.html + mail.subject]


def test_a_silent_kind_mails_nobody_when_accepted(moderator):
    flows.accept_submission(confirmed(kind="silent"), by=moderator)
    assert len(mails_to(AUTHOR)) == 1


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_rejection_reaches_the_author_with_its_reason(moderator, notes, language):
    submission = confirmed(language=language)
    flows.reject_submission(submission, by=moderator, reason="  Dit is <b>reclame</b>. ")
    submission.refresh_from_db()
    assert (submission.status, submission.reason, notes.placed) == ("rejected", "Dit is <b>reclame</b>.", 0)
    mail = mails_to(AUTHOR)[-1]
    assert mail.language == language
    assert "Dit is <b>reclame</b>." in mail.text
    assert "&lt;b&gt;reclame" in mail.html


@pytest.mark.parametrize("reason", ["", "  ", "\n\t"])
def test_a_rejection_without_a_reason_is_refused(moderator, reason):
    submission = confirmed()
    with pytest.raises(Refused) as refusal:
        flows.reject_submission(submission, by=moderator, reason=reason)
    assert refusal.value.field == "reason"
    submission.refresh_from_db()
    assert submission.status == "pending"


def test_who_comes_second_hears_who_was_first(moderator, notes):
    submission = confirmed()
    flows.accept_submission(submission, by=moderator)
    stale = Submission.objects.get(pk=submission.pk)
    other = make_moderator(a_person("ma@example.org", "Ma"), by=SYSTEM)
    with pytest.raises(Refused, match="Mo heeft dit al beoordeeld: geplaatst"):
        flows.reject_submission(stale, by=other, reason="Nee.")
    with pytest.raises(Refused, match="Mo heeft dit al beoordeeld"):
        flows.accept_submission(stale, by=other)
    assert notes.placed == 1


def test_a_decision_stays_when_the_moderator_leaves(moderator):
    submission = flows.reject_submission(confirmed(), by=moderator, reason="Nee.")
    delete_account(moderator, by=moderator)
    submission.refresh_from_db()
    assert (submission.status, submission.decided_by) == ("rejected", None)
    with pytest.raises(Refused, match="afgewezen"):
        flows.accept_submission(submission, by=SYSTEM)


PEOPLE = {
    "nobody": (AnonymousUser(), False),
    "a person": (User(pk=1, email="a@example.org"), False),
    "an editor": (User(pk=1, email="a@example.org", is_editor=True), False),
    "somebody of the staff": (User(pk=1, email="a@example.org", is_staff=True), False),
    "a moderator": (User(pk=1, email="a@example.org", is_moderator=True), True),
    "a moderator who left": (User(pk=1, email="a@example.org", is_moderator=True, is_active=False), False),
    "an administrator": (User(pk=1, email="a@example.org", is_superuser=True), True),
    "an administrator who left": (User(pk=1, email="a@example.org", is_superuser=True, is_active=False), False),
    "the program": (SYSTEM, True),
}


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_judge(who):
    by, may = PEOPLE[who]
    assert flows.can_moderate(by) is may


@pytest.mark.parametrize("who", [who for who, (_, may) in PEOPLE.items() if not may])
def test_who_may_not_judge_cannot(who, notes):
    submission = confirmed()
    by, _ = PEOPLE[who]
    with pytest.raises(NotAllowed):
        flows.accept_submission(submission, by=by)
    with pytest.raises(NotAllowed):
        flows.reject_submission(submission, by=by, reason="Nee.")
    submission.refresh_from_db()
    assert (submission.status, notes.placed) == ("pending", 0)


ERRORS = [Refused("Vol."), ValidationError(["Dit bestaat al."]), RuntimeError("broken")]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_when_placing_fails_nothing_is_half_written(notes, moderator, error):
    submission = confirmed()
    before = Submission.objects.values().get()
    notes.error = error
    with pytest.raises(RuntimeError if isinstance(error, RuntimeError) else Refused):
        flows.accept_submission(submission, by=moderator)
    assert Submission.objects.values().get() == before
    assert notes.placed == 0
    assert len(mails_to(AUTHOR)) == 1
    notes.error = None
    assert flows.accept_submission(submission, by=moderator).status == "accepted"


def test_when_placing_at_once_fails_the_link_still_works(notes):
    notes.waits, notes.error = False, ValidationError("Dit bestaat al.")
    send()
    token = token_in_mail()
    with pytest.raises(Refused, match="Dit bestaat al"):
        flows.confirm_submission(token)
    assert (Submission.objects.get().status, notes.placed) == ("unconfirmed", 0)
    notes.error = None
    assert flows.confirm_submission(token).status == "accepted"


def test_when_somebody_signed_in_is_refused_nothing_is_stored(notes):
    notes.waits, notes.error = False, Refused("Vol.")
    with pytest.raises(Refused):
        send(person=a_person("an@example.org", "An"))
    assert not Submission.objects.exists()


def test_withdrawing_takes_back_what_was_placed(notes, moderator):
    submission = flows.accept_submission(confirmed(), by=moderator)
    assert notes.placed == 1
    assert flows.withdraw_submission(submission).status == "withdrawn"
    assert notes.placed == 0
    with pytest.raises(Refused):
        flows.withdraw_submission(submission)


def test_what_was_withdrawn_is_not_judged_any_more(moderator):
    submission = confirmed()
    flows.withdraw_submission(submission)
    with pytest.raises(Refused, match="ingetrokken"):
        flows.accept_submission(submission, by=moderator)


def test_a_kind_that_is_gone_is_refused_in_words_and_can_be_rejected(moderator, monkeypatch):
    submission, other = confirmed(), confirmed(email="an@example.org")
    monkeypatch.setattr(kinds, "_kinds", {})
    with pytest.raises(Refused, match="bestaat niet meer"):
        flows.accept_submission(submission, by=moderator)
    assert flows.reject_submission(submission, by=moderator, reason="Dit doen wij niet meer.").status == "rejected"
    assert flows.withdraw_submission(other).status == "withdrawn"


def test_an_unknown_kind_cannot_be_sent_in():
    with pytest.raises(Refused):
        send(kind="nothing")
    assert not Submission.objects.exists()


def test_who_has_the_link_takes_back_what_waits_but_not_what_was_placed(moderator):
    submission = send()
    token = token_in_mail()
    flows.confirm_submission(token)
    assert flows.withdraw_submission_by_link(token).status == "withdrawn"
    other = send(email="other@example.org")
    token = token_in_mail("other@example.org")
    flows.confirm_submission(token)
    flows.accept_submission(other, by=moderator)
    with pytest.raises(Refused):
        flows.withdraw_submission_by_link(token)
    with pytest.raises(Refused):
        flows.withdraw_submission_by_link(token + "x")
    assert Submission.objects.get(pk=submission.pk).status == "withdrawn"


def test_a_subject_is_found_again(moderator):
    about, other = a_person("x@example.org", "X"), a_person("y@example.org", "Y")
    submission = send(subject=about)
    assert submission.subject_title == "X"
    assert list(Submission.objects.about(about)) == [submission]
    assert list(Submission.objects.about(other)) == []


def test_it_also_works_for_an_actor_that_is_no_user(nobody):
    assert not flows.can_moderate(nobody)
    assert not flows.can_moderate(SimpleNamespace(is_authenticated=False))
