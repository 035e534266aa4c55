"""Sending a form again: the same content is recognised, other content replaces or adds; the sender is always told."""

import datetime as dt

import pytest
from django.core.cache import cache
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from stedennet.core.errors import Refused
from stedennet.intake import flows
from stedennet.intake.models import Relay, Submission
from stedennet.intake.rules import EarlierSubmission, Receipt, Status, classify_receipt
from tests.builders.people import a_person
from tests.builders.submissions import AUTHOR, mails_to, send, token_in_mail
from tests.core.threads import together

pytestmark = pytest.mark.django_db


def test_other_words_replace_what_was_not_confirmed_under_a_new_link():
    first = send(once="1", text="Fuot")
    old = token_in_mail()
    second = send(once="1", text="Fout, verbeterd", name="Jo V.", data={"title": "Nieuw"}, page="/agenda/")
    assert (second.pk, second.receipt) == (first.pk, Receipt.REPLACED)
    with pytest.raises(Refused):
        flows.confirm_submission(old)
    confirmed = flows.confirm_submission(token_in_mail())
    assert (confirmed.text, confirmed.name, confirmed.page) == ("Fout, verbeterd", "Jo V.", "/agenda/")
    assert confirmed.data == {"title": "Nieuw"}
    assert len(mails_to(AUTHOR)) == 2


@pytest.mark.parametrize("field", ["name", "text", "data"])
def test_any_field_that_differs_is_other_content(field):
    send(once="1")
    assert send(once="1", **{field: {"title": "Anders"} if field == "data" else "Anders"}).receipt == Receipt.REPLACED


def test_the_same_words_again_mail_nothing_and_say_so():
    assert send(once="1").receipt == Receipt.NEW
    assert send(once="1").receipt == Receipt.SAME
    assert len(mails_to(AUTHOR)) == 1


def test_after_confirming_other_words_are_a_submission_beside_it():
    first = send(once="1")
    flows.confirm_submission(token_in_mail())
    second = send(once="1", text="Nog iets")
    assert (second.pk == first.pk, second.receipt) == (False, Receipt.ADDED)
    third = send(once="1", text="Nog iets, verbeterd")
    assert (third.pk, third.receipt) == (second.pk, Receipt.REPLACED)
    assert flows.confirm_submission(token_in_mail()).text == "Nog iets, verbeterd"
    assert send(once="1").pk == first.pk, "the first words are there already"


def test_the_same_words_after_the_link_ended_get_a_new_link(clock):
    send(once="1")
    old = token_in_mail()
    clock.later(hours=49)
    assert send(once="1").receipt == Receipt.RENEWED
    with pytest.raises(Refused):
        flows.confirm_submission(old)
    assert flows.confirm_submission(token_in_mail()).status == Status.PENDING


def test_what_was_taken_back_or_rejected_can_be_sent_again(moderator):
    flows.withdraw_submission(send(once="1"))
    assert send(once="1").receipt == Receipt.ADDED
    flows.reject_submission(flows.confirm_submission(token_in_mail()), by=moderator, reason="Te kort.")
    assert send(once="1").receipt == Receipt.ADDED
    assert flows.confirm_submission(token_in_mail()).status == Status.PENDING


def test_who_signs_in_and_sends_it_again_needs_no_link():
    person = a_person(AUTHOR, "Jo Voorbeeld")
    first = send(once="1")
    again = send(once="1", person=person)
    assert (again.pk, again.status, again.receipt) == (first.pk, Status.PENDING, Receipt.NEW)
    assert send(once="1", person=person, text="Anders").receipt == Receipt.ADDED


def test_another_address_is_another_sender():
    assert send(once="1").pk != send(once="1", email="an@example.org").pk


def test_a_form_that_was_opened_before_this_was_known_is_recognised():
    first = send(once="1")
    Submission.objects.filter(pk=first.pk).update(occasion=None)
    assert send(once="1").pk == first.pk
    assert send(once="1", text="Anders").pk == first.pk


def test_when_the_first_words_were_forgotten_the_next_stand_alone():
    first = send(once="1")
    flows.confirm_submission(token_in_mail())
    flows.anonymise_submissions(Submission.objects.filter(pk=first.pk))
    assert send(once="1").receipt == Receipt.ADDED
    Submission.objects.all().delete()
    assert send(once="1").receipt == Receipt.NEW


@pytest.mark.database
def test_other_words_from_two_threads_at_once_are_one_submission_with_one_link(committing):
    send(once="1")
    together(lambda: send(once="1", text="Dit"), lambda: send(once="1", text="Of dat"))
    (submission,) = Submission.objects.all()
    assert flows.confirm_submission(token_in_mail()).text == submission.text
    assert len(mails_to(AUTHOR)) == 3


@pytest.mark.database
def test_other_words_at_once_after_confirming_are_one_submission_beside_it(committing):
    send(once="1")
    flows.confirm_submission(token_in_mail())
    together(lambda: send(once="1", text="Dit"), lambda: send(once="1", text="Of dat"))
    assert Submission.objects.count() == 2
    together(lambda: send(once="1", text="Gelijk"), lambda: send(once="1", text="Gelijk"))
    assert Submission.objects.count() == 2


@pytest.mark.database
def test_confirming_and_correcting_at_once_confirm_nothing_unseen(committing):
    send(once="1", text="Gezien")
    token = token_in_mail()

    def confirm():
        try:
            return flows.confirm_submission(token).text
        except Refused:
            return None

    seen, _ = together(confirm, lambda: send(once="1", text="Anders"))
    assert seen in {"Gezien", None}
    confirmed = Submission.objects.filter(status=Status.PENDING).values_list("text", flat=True)
    assert list(confirmed) == ([] if seen is None else ["Gezien"])


def relay(words="Mag ik meedoen?", once="1", email=AUTHOR):
    return flows.record_relay("question", once=once, email=email, content=["7", words])


def test_a_message_that_is_passed_on_goes_once_and_a_corrected_one_goes_as_well():
    assert [relay(), relay(), relay("Anders"), relay("Anders"), relay()] == [
        Receipt.NEW, Receipt.SAME, Receipt.ADDED, Receipt.SAME, Receipt.SAME,
    ]  # fmt: skip
    assert relay(once="2") == relay(email="an@example.org") == Receipt.NEW


def test_of_a_message_that_is_passed_on_only_hashes_stay_and_not_for_long(clock):
    relay("Een geheim")
    row = Relay.objects.get()
    assert not any(words in f"{vars(row)}" for words in ("geheim", AUTHOR))
    clock.later(days=30)
    assert flows.delete_old_relays() == 0
    clock.later(seconds=1)
    assert flows.delete_old_relays() == 1


@pytest.mark.database
def test_a_message_from_two_threads_at_once_goes_once(committing):
    assert sorted(together(relay, relay)) == sorted([Receipt.NEW, Receipt.SAME])


STATUSES = st.sampled_from(list(Status))
EARLIER = st.builds(EarlierSubmission, STATUSES, is_same=st.booleans(), can_wait=st.booleans())


@given(st.lists(EARLIER, max_size=4))
def test_nothing_new_is_ever_swallowed(earlier):
    receipt, index = classify_receipt(earlier)
    if receipt is Receipt.SAME:
        assert earlier[index].is_same
    if receipt is Receipt.REPLACED:
        assert (earlier[index].status, earlier[index].is_same) == (Status.UNCONFIRMED, False)
    assert (index is None) == (receipt in (Receipt.NEW, Receipt.ADDED))
    assert (receipt is Receipt.NEW) == (not earlier)


class Story(RuleBasedStateMachine):
    """One opened form, sent with whatever words in whatever order, confirmed by any link, judged, taken back."""

    moderator = None

    @initialize()
    def opened(self):
        self.once, self.rows, self.links = f"story {id(self)} {Submission.objects.count()}", [], []

    @rule(text=st.sampled_from(["A", "B", "C"]))
    def submit(self, text):
        cache.clear()  # Each form is sent on a day of its own: an address gets five mails a day.
        mails = len(mails_to(AUTHOR))
        taken = send(once=self.once, text=text)
        same = [row for row in self.rows if row["text"] == text and row["status"] in {"pending", "accepted"}]
        last = self.rows[-1] if self.rows else None
        if same or (last and last["status"] == "unconfirmed" and last["text"] == text):
            assert (taken.receipt, len(mails_to(AUTHOR))) == (Receipt.SAME, mails)
            return
        if last and last["status"] == "unconfirmed":
            last["text"] = text
            assert taken.receipt == Receipt.REPLACED
        else:
            assert taken.receipt == (Receipt.ADDED if self.rows else Receipt.NEW)
            self.rows.append({"pk": taken.pk, "text": text, "status": "unconfirmed"})
        assert len(mails_to(AUTHOR)) == mails + 1
        self.links.append((token_in_mail(), self.rows[-1], text))

    @rule(index=st.integers(0, 9))
    def confirm(self, index):
        if not self.links:
            return
        token, row, words = self.links[index % len(self.links)]
        newest = [link for link in self.links if link[1] is row][-1][0]
        if token != newest:
            with pytest.raises(Refused):
                flows.confirm_submission(token)
            return
        assert flows.confirm_submission(token).text == words
        row["status"] = "pending" if row["status"] == "unconfirmed" else row["status"]

    @rule(to=st.sampled_from(["accept", "reject"]))
    def judge(self, to):
        row = next((row for row in self.rows if row["status"] == "pending"), None)
        if row is None:
            return
        submission = Submission.objects.get(pk=row["pk"])
        if to == "accept":
            flows.accept_submission(submission, by=self.moderator)
        else:
            flows.reject_submission(submission, by=self.moderator, reason="Nee.")
        row["status"] = f"{to}ed"

    @rule()
    def withdraw(self):
        if self.rows and self.rows[-1]["status"] != "withdrawn" and self.rows[-1]["status"] != "rejected":
            flows.withdraw_submission(Submission.objects.get(pk=self.rows[-1]["pk"]))
            self.rows[-1]["status"] = "withdrawn"

    def check_invariants(self, *args, **kwargs):
        super().check_invariants(*args, **kwargs)
        if hasattr(self, "rows"):
            found = Submission.objects.filter(pk__in=[row["pk"] for row in self.rows]).order_by("pk")
            assert [(one.text, one.status) for one in found] == [(row["text"], row["status"]) for row in self.rows]


def test_whatever_is_sent_confirmed_and_judged_in_any_order(moderator):
    machine = type("ThisStory", (Story,), {"moderator": moderator})
    run_state_machine_as_test(machine, settings=settings(max_examples=40, stateful_step_count=12, deadline=None))


def test_a_replaced_message_is_forgotten_30_days_after_its_last_words(clock):
    send(once="1")
    clock.later(days=20)
    send(once="1", text="Anders")
    clock.later(days=20)
    assert flows.delete_unconfirmed_submissions() == 0
    clock.moment += dt.timedelta(days=11)
    assert flows.delete_unconfirmed_submissions() == 1
