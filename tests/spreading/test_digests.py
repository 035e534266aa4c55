"""Digests: their contents and readers, each once; windows without news, gaps, suppressed addresses."""

import datetime as dt
from email import message_from_string, policy

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from stedennet.changes.flows import announce_change
from stedennet.changes.models import Change
from stedennet.core.clock import now
from stedennet.initiatives.models import Initiative
from stedennet.mailing.flows.suppressions import suppress_address
from stedennet.mailing.letters import Letter
from stedennet.mailing.models import Delivery, Mailing, Suppression
from stedennet.mailing.rules.skeleton import Envelope, Skeleton
from stedennet.search.records import Record
from stedennet.spreading import letters, lists
from stedennet.spreading.flows import digests, subscriptions
from stedennet.spreading.lists import NotReady
from stedennet.spreading.models import Digest, Subscription
from stedennet.spreading.rules.choices import choose_kinds, choose_list
from tests.builders.initiatives import make_initiative
from tests.builders.subscriptions import ALL, subscribed

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("clock")]
INITIATIVES = choose_kinds(["initiatieven"])


@transaction.atomic
def told(initiative: Initiative, verb: str = "published", **more) -> Change:
    """A line of the log about an initiative, as its own flows write it."""
    return announce_change(initiative, verb, title=initiative.title, **more)


def published(title: str, **more) -> Initiative:
    initiative = make_initiative(title, publish=False, state="published", published_at=now(), **more)
    told(initiative)
    return initiative


def mails() -> list[tuple[str, str]]:
    """Each waiting mail: address and subject."""
    return [
        (delivery.email, delivery.mailing.subject)
        for delivery in Delivery.objects.select_related("mailing").order_by("pk")
    ]


def test_what_is_new_goes_out_at_the_next_time(clock):
    subscribed(choice=INITIATIVES, rhythm="dagelijks")
    published("Slimme lantaarns")
    assert digests.send_due_digests() == 0
    clock.later(days=1)
    assert digests.send_due_digests() == 1
    assert mails() == [("ada@example.org", "Slimme lantaarns")]
    assert digests.send_due_digests() == 0


def test_what_came_before_is_not_told():
    published("Slimme lantaarns")
    subscription = subscribed(choice=INITIATIVES, rhythm="meteen")
    assert subscription.position == subscriptions.find_end_of_log()


def test_at_once_is_within_minutes_and_bundled(clock):
    subscribed(choice=INITIATIVES, rhythm="meteen")
    for title in ("Slimme lantaarns", "Deelfietsen", "Stille straten"):
        published(title)
    clock.later(minutes=1)
    digests.send_due_digests()
    assert mails() == [("ada@example.org", "Stille straten en nog 2 berichten")]


def test_a_quiet_window_sends_nothing_and_moves_on(clock):
    subscription = subscribed(choice=choose_kinds(["oproepen"]), rhythm="dagelijks")
    for day in range(3):
        published(f"Geen oproep {day}")
        clock.later(days=1)
        assert digests.send_due_digests() == 0
    row = Digest.objects.get()
    assert (row.state, row.from_line, row.to_line) == ("empty", subscription.position, subscriptions.find_end_of_log())


def test_a_month_of_standstill_is_one_digest(clock):
    subscribed(choice=INITIATIVES, rhythm="dagelijks")
    for day in range(30):
        published(f"Dag {day}")
        clock.later(days=1)
    digests.send_due_digests()
    assert len(mails()) == 1
    assert Digest.objects.get().things == 30


def test_what_was_withdrawn_is_left_out(clock):
    subscribed(choice=INITIATIVES, rhythm="dagelijks")
    withdrawn = published("Ingetrokken")
    published("Gebleven")
    Initiative.objects.filter(pk=withdrawn.pk).update(state="in_review")
    clock.later(days=1)
    digests.send_due_digests()
    assert mails() == [("ada@example.org", "Gebleven")]


def test_a_thing_comes_once_however_often_it_changed(clock):
    subscribed(choice=choose_list("initiatieven", {}), rhythm="dagelijks")
    initiative = published("Slimme lantaarns")
    for _ in range(3):
        told(initiative, "changed", note="Er is een resultaat bij")
    clock.later(days=1)
    digests.send_due_digests()
    assert Digest.objects.get().things == 1


def test_a_change_is_news_in_a_followed_list_and_not_among_kinds(clock):
    initiative = published("Slimme lantaarns")
    subscribed(choice=choose_list("initiatieven", {}), rhythm="dagelijks")
    subscribed("bo@example.org", INITIATIVES, rhythm="dagelijks")
    told(initiative, "changed", note="Er is een resultaat bij")
    clock.later(days=1)
    digests.send_due_digests()
    assert [email for email, _subject in mails()] == ["ada@example.org"]
    assert "Er is een resultaat bij" in Mailing.objects.get().text


def test_themes_and_cities_narrow_it(clock, mobility, eindhoven, utrecht):
    here = choose_kinds(["initiatieven"], themes=["smart-mobility"], cities=["eindhoven"])
    subscribed(choice=here, rhythm="dagelijks")
    published("Zonder thema").cities.add(eindhoven)
    published("Elders", theme=mobility).cities.add(utrecht)
    published("Hier", theme=mobility).cities.add(eindhoven)
    clock.later(days=1)
    digests.send_due_digests()
    assert mails() == [("ada@example.org", "Hier")]


def test_a_followed_list_narrows_it_too(clock, mobility):
    subscribed(choice=choose_list("initiatieven", {"thema": "smart-mobility"}), rhythm="dagelijks")
    published("Zonder thema")
    published("Deelfietsen", theme=mobility)
    clock.later(days=1)
    digests.send_due_digests()
    assert mails() == [("ada@example.org", "Deelfietsen")]


def test_who_chose_the_same_shares_one_letter_in_the_own_language(clock):
    for number in range(5):
        subscribed(f"p{number}@example.org", INITIATIVES, rhythm="dagelijks")
    subscribed("en@example.org", INITIATIVES, rhythm="dagelijks", language="en")
    published("Slimme lantaarns", title_en="Smart lights")
    clock.later(days=1)
    assert digests.send_due_digests() == 6
    assert sorted(Mailing.objects.values_list("language", "subject")) == [
        ("en", "Smart lights"),
        ("nl", "Slimme lantaarns"),
    ]


def test_the_letter_has_the_own_links_of_each(clock):
    subscribed(choice=INITIATIVES, rhythm="dagelijks")
    published("Slimme lantaarns")
    clock.later(days=1)
    digests.send_due_digests()
    row = Delivery.objects.get()
    assert "/abonneren/stoppen/" in row.unsubscribe_url
    assert "/abonnement/" in row.values["manage_url"]
    text = Mailing.objects.get().text
    assert "{{{manage_url}}}" in text
    assert "/initiatieven/slimme-lantaarns/" in text


def test_braces_in_what_somebody_follows_are_no_place(clock):
    subscribed(choice=choose_list("initiatieven", {"q": "{{{email}}} {{{x}}}"}), rhythm="dagelijks")
    subscribed("bo@example.org", INITIATIVES, rhythm="dagelijks")
    published("{{{email}}} {{{x}}}")
    clock.later(days=1)
    assert digests.send_due_digests() == 2


def test_a_suspended_address_waits_and_gets_one_digest_afterwards(clock):
    subscription = subscribed(choice=INITIATIVES, rhythm="dagelijks")
    suppress_address("ada@example.org", reason="hard")
    for title in ("Eerste", "Tweede"):
        published(title)
        clock.later(days=1)
        assert digests.send_due_digests() == 0
    subscription.refresh_from_db()
    assert subscription.next_at > clock.now()
    assert not Delivery.objects.exists()
    Suppression.objects.update(lifted_at=clock.now(), lifted_by="x", lifted_reason="x")
    clock.later(days=1)
    digests.send_due_digests()
    assert mails() == [("ada@example.org", "Tweede en nog 1 bericht")]


def test_who_stopped_between_looking_and_sending_gets_nothing(clock, monkeypatch):
    subscription = subscribed(choice=INITIATIVES, rhythm="dagelijks")
    published("Slimme lantaarns")
    clock.later(days=1)
    close_window = digests._close_window

    def late(*arguments):
        subscriptions.stop_subscription(subscription)
        return close_window(*arguments)

    monkeypatch.setattr(digests, "_close_window", late)
    assert digests.send_due_digests() == 0
    assert not Delivery.objects.exists()


def test_a_list_that_cannot_be_told_now_waits_and_holds_up_nobody(clock, monkeypatch):
    def not_yet(chosen, items):
        raise NotReady

    monkeypatch.setitem(lists._lists, "zoeken", lists.List("zoeken", "", (), ("initiative",), not_yet, list, str))
    waiting = subscribed(choice=choose_list("zoeken", {"q": "x"}), rhythm="meteen")
    subscribed("bo@example.org", INITIATIVES, rhythm="meteen")
    published("Slimme lantaarns")
    clock.later(minutes=2)
    assert digests.send_due_digests() == 1
    before = waiting.position
    waiting.refresh_from_db()
    assert waiting.position == before
    assert clock.now() < waiting.next_at < clock.now() + dt.timedelta(hours=1)


def test_a_letter_that_cannot_be_made_is_tried_again_and_holds_up_nobody(clock, monkeypatch, caplog):
    letter = letters.build_letter

    def fails_for_lists(choice, found, language):
        if choice.list:
            raise ValueError("too long")
        return letter(choice, found, language)

    monkeypatch.setattr(letters, "build_letter", fails_for_lists)
    subscribed(choice=choose_list("initiatieven", {}), rhythm="meteen")
    subscribed("bo@example.org", INITIATIVES, rhythm="meteen")
    published("Slimme lantaarns")
    clock.later(minutes=2)
    assert digests.send_due_digests() == 1
    assert "could not build a digest" in caplog.text
    monkeypatch.setattr(letters, "build_letter", letter)
    clock.later(minutes=20)
    assert digests.send_due_digests() == 1
    assert sorted(email for email, _subject in mails()) == ["ada@example.org", "bo@example.org"]


def test_the_number_of_queries_does_not_grow_with_the_readers(clock):
    def queries(readers: int) -> int:
        for number in range(readers):
            subscribed(f"{readers}-{number}@example.org", INITIATIVES, rhythm="dagelijks")
        published(f"Nieuw {readers}")
        clock.later(days=1)
        with CaptureQueriesContext(connection) as counted:
            assert digests.send_due_digests() >= readers
        return len(counted)

    queries(1)  # caches are warm
    few = queries(2)
    assert queries(30) <= few + 3


def test_the_database_refuses_windows_that_overlap(clock):
    subscription = subscribed(choice=INITIATIVES)
    Digest.objects.create(subscription=subscription, from_line=0, to_line=10, state="empty", at=clock.now())
    for begin, end in ((5, 15), (0, 5), (3, 4), (9, 11), (0, 10)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Digest.objects.create(
                subscription=subscription, from_line=begin, to_line=end, state="empty", at=clock.now()
            )
    Digest.objects.create(subscription=subscription, from_line=10, to_line=11, state="empty", at=clock.now())


def test_changed_wishes_lose_nothing(clock):
    subscription = subscribed(choice=choose_kinds(["oproepen"]), rhythm="maandelijks")
    published("Slimme lantaarns")
    subscriptions.change_subscription(subscription, ALL, rhythm="dagelijks", language="nl", page="/")
    clock.later(days=1)
    assert digests.send_due_digests() == 1
    assert Subscription.objects.get().position == subscriptions.find_end_of_log()


def test_the_whole_mail_is_sound(clock, settings):
    subscribed(choice=INITIATIVES, rhythm="dagelijks")
    published("Café “De Straat” & meer")
    clock.later(days=1)
    digests.send_due_digests()
    row = Delivery.objects.select_related("mailing").get()
    letter = Letter(row.mailing.subject, row.mailing.text, row.mailing.html, "nl")
    values = {**row.values, "email": row.email, "unsubscribe_url": row.unsubscribe_url}
    envelope = Envelope(
        row.email.encode(), b"1@x.example", b"Mon, 2 Mar 2026 07:00:00 +0100", row.unsubscribe_url.encode()
    )
    data = Skeleton(letter, sender="Stedennet <x@x.example>").fill(values, envelope)
    mail = message_from_string(data.decode("ascii"), policy=policy.default)
    assert mail["Subject"] == "Café “De Straat” & meer"
    assert mail["List-Unsubscribe"] == f"<{row.unsubscribe_url}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert not mail.defects
    plain, html = mail.iter_parts()
    assert row.values["manage_url"] in plain.get_content()
    assert "Café “De Straat” &amp; meer" in html.get_content()


@pytest.mark.parametrize(("words", "at_length"), [("kort", 50), ("😀" * 300, 25)])
def test_a_digest_of_many_or_long_words_fits_and_leads_to_the_rest(words, at_length):
    record = Record("initiative", "1", "initiatief", words, lead=words)
    day = dt.date(2026, 3, 2)
    news = [letters.NewsItem(record, ("initiatives.initiative", str(n)), n, True, "", "", "", day) for n in range(60)]
    choice = choose_list("initiatieven", {"q": "licht"})
    page = letters.build_letter(choice, news, "nl")
    assert len(page.html.encode()) <= 100_000
    assert page.html.count(words[:9]) >= at_length
    assert f"nog {60 - at_length}" in page.text
    assert "/initiatieven/?q=licht" in page.text


def test_what_became_public_is_told_after_ten_minutes_and_once(clock, settings):
    settings.PUBLIC_MAIL_GRACE = dt.timedelta(minutes=10)
    subscribed(rhythm="meteen")
    clock.later(minutes=30)
    published("Lantaarns")
    clock.later(minutes=9)
    assert digests.send_due_digests() == 0
    late = subscribed("late@example.org", rhythm="meteen")
    clock.later(minutes=2)
    assert digests.send_due_digests() == 1
    clock.later(minutes=30)
    assert digests.send_due_digests() == 0
    position = late.position
    late.refresh_from_db()
    assert late.position == position, "who came later is not told of what was there, and never goes back"


def test_what_is_withdrawn_within_ten_minutes_is_told_to_nobody(clock, settings):
    settings.PUBLIC_MAIL_GRACE = dt.timedelta(minutes=10)
    subscribed(rhythm="meteen")
    clock.later(minutes=30)
    initiative = published("Lantaarns")
    clock.later(minutes=5)
    Initiative.objects.filter(pk=initiative.pk).update(state="archived", state_words="Weg.")
    told(initiative, "withdrawn")
    clock.later(minutes=30)
    assert digests.send_due_digests() == 0


def test_who_subscribed_while_lines_wait_never_goes_back_over_them(clock, settings):
    settings.PUBLIC_MAIL_GRACE = dt.timedelta(minutes=10)
    published("Lantaarns")
    late = subscribed("late@example.org", rhythm="dagelijks")
    settings.PUBLIC_MAIL_GRACE = dt.timedelta(days=2)
    clock.later(hours=30)
    assert digests.send_due_digests() == 0
    position = late.position
    late.refresh_from_db()
    assert late.position == position


def test_a_letter_tells_the_day_on_which_its_news_was_true():
    record = Record("initiative", "1", "initiatief", "Slimme lantaarnpalen", lead="Palen die meten.")
    subject = ("initiatives.initiative", "1")
    news = [letters.NewsItem(record, subject, 1, False, "Utrecht nam het over", "", "", dt.date(2026, 2, 27))]
    letter = letters.build_letter(choose_list("initiatieven", {}), news, "nl")
    assert "27 februari 2026" in letter.text
    assert "27 februari 2026" in letter.html
