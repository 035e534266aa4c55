"""The moderators' pages at /beheer/inzendingen/."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from stedennet.accounts.flows import make_editor, make_moderator
from stedennet.accounts.models import User
from stedennet.core.access import SYSTEM
from stedennet.core.clock import now
from stedennet.core.errors import Refused
from stedennet.intake import flows, kinds
from stedennet.intake.models import Submission
from tests.builders.people import a_person
from tests.builders.submissions import AUTHOR, confirmed, mails_to, send

pytestmark = pytest.mark.django_db
LIST = "/beheer/inzendingen/"
BACKEND = "stedennet.accounts.backends.RoleBackend"


@pytest.fixture(autouse=True)
def as_in_the_demo(settings):
    """Without a second factor: tests/accounts has the tests of that."""
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def door(client, moderator):
    """A browser in which a moderator is signed in."""
    client.force_login(moderator, backend=BACKEND)
    return client


def page_of(submission) -> str:
    return f"{LIST}{submission.pk}/"


def read(door, path=LIST) -> str:
    answer = door.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def shown(door, query="") -> list[str]:
    """The subjects in the list, in order."""
    return [row["submission"].subject_title for row in door.get(LIST + query).context["rows"]]


def said(answer) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


def test_a_moderator_can_open_the_admin_and_sees_what_waits(door):
    page = read(door, "/beheer/")
    assert '"Inzendingen"' in page
    for number in range(3):
        confirmed(email=f"{number}@example.org")
    assert "Inzendingen (3)" in read(door, "/beheer/")
    assert "Netwerk" not in read(door, "/beheer/"), "the register is the editors'"


@pytest.mark.parametrize("role", [None, make_editor])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_else_gets_in_and_nothing_happens(client, role, method):
    submission = confirmed()
    person = a_person()
    if role:
        role(person, by=SYSTEM)
    client.force_login(person, backend=BACKEND)
    for path in (LIST, page_of(submission)):
        answer = getattr(client, method)(path, {"pk": submission.pk, "decision": "accept"})
        assert answer.status_code in (302, 403)
        assert AUTHOR not in answer.content.decode()
    if role:
        assert "Inzendingen" not in read(client, "/beheer/")
    submission.refresh_from_db()
    assert submission.status == "pending"


def test_who_is_not_signed_in_is_asked_to(client):
    submission = confirmed()
    answer = client.get(page_of(submission))
    assert answer.headers["Location"] == f"{reverse('account_login')}?next={page_of(submission)}"


def test_an_administrator_gets_in(client):
    submission = confirmed()
    client.force_login(User.objects.create_superuser("root@example.org", name="Root"), backend=BACKEND)
    assert client.get(LIST).status_code == client.get(page_of(submission)).status_code == 200


def test_the_list_shows_what_waits_newest_first(door, moderator):
    for number in range(3):
        confirmed(subject_title=f"n{number}")
    send(subject_title="onbevestigd")
    flows.reject_submission(confirmed(subject_title="afgewezen"), by=moderator, reason="Nee.")
    assert shown(door) == ["n2", "n1", "n0"]
    assert shown(door, "?stand=unconfirmed") == ["onbevestigd"]
    assert shown(door, "?stand=rejected") == ["afgewezen"]
    assert shown(door, "?stand=alle") == ["afgewezen", "onbevestigd", "n2", "n1", "n0"]


def test_filters_and_search_combine(door):
    confirmed(subject_title="a", name="Anna", kind="silent")
    confirmed(subject_title="b", email="bert@example.org")
    confirmed(subject_title="c", text="Over water en wegen", kind="silent")
    assert shown(door, "?soort=silent") == ["c", "a"]
    assert shown(door, "?q=anna") == ["a"]
    assert shown(door, "?q=BERT@") == ["b"]
    assert shown(door, "?q=water") == ["c"]
    assert shown(door, "?soort=silent&q=anna&stand=pending") == ["a"]
    assert shown(door, "?soort=note&q=anna") == []


@pytest.mark.parametrize(
    "query", ["?stand=zz", "?soort=zz", "?p=zz", "?p=99", "?q=%00", "?q=%27%22%3C%25_", "?stand="]
)
def test_a_query_that_makes_no_sense_is_no_error(door, query):
    confirmed(text="<script>alert(1)</script>")
    assert door.get(LIST + query).status_code == 200


def bulk(number, first=0):
    Submission.objects.bulk_create(
        Submission(
            kind="note", name=f"Naam {n}", email=f"{n}@example.org", subject_title=f"s{n}", text="x" * 500,
            status="pending", once=f"bulk {n}", created_at=now(), confirmed_at=now(),
        )
        for n in range(first, first + number)
    )  # fmt: skip


def test_fifty_a_page_and_ten_times_as_many_rows_cost_no_more_queries(door, moderator):
    def counts(number, first):
        bulk(number, first)
        judged = Submission.objects.filter(pk__in=[one.pk for one in Submission.objects.all() if one.pk % 2])
        judged.update(status="accepted", decided_by=moderator, decided_at=now())
        found = {}
        for path in (LIST, f"{LIST}?stand=alle", f"{LIST}?stand=alle&q=naam&p=2", page_of(Submission.objects.last())):
            read(door, path)
            with CaptureQueriesContext(connection) as queries:
                read(door, path)
            found[path.partition("inzendingen/")[2].rstrip("0123456789/")] = len(queries)
        return found

    few = counts(5, 0)
    assert counts(45, 5) == counts(550, 50) == few
    assert max(few.values()) <= 14, few
    assert len(shown(door)) == len(shown(door, "?stand=alle")) == 50
    assert shown(door, "?stand=alle&p=12")[-1] == "s0"


def test_the_page_of_one_has_everything_typed(door):
    submission = confirmed(data={"title": "Deelauto’s", "consent": True, "budget": None, "<b>": "<i>"})
    page = read(door, page_of(submission))
    for text in ("Jo Voorbeeld", AUTHOR, "Wij doen al iets", "Titel", "Deelauto’s", "ja", "Een oude notitie"):
        assert text in page
    assert "&lt;i&gt;" in page
    assert "<i>" not in page
    assert 'href="/themas/smart-mobility/"' in page


def test_the_page_says_who_decided_when_and_why(door, moderator, clock):
    submission = confirmed()
    flows.reject_submission(submission, by=moderator, reason="Dit is reclame.")
    page = read(door, page_of(submission))
    assert "Mo, 2 maart 2026, 10:00" in page
    assert "Dit is reclame." in page
    assert 'name="decision"' not in page


def test_what_is_not_confirmed_yet_has_no_buttons(door):
    page = read(door, page_of(send()))
    assert 'name="decision"' not in page
    assert "nog niet bevestigd" in page


@pytest.mark.parametrize("pk", ["0", "999999", "99999999999999999999999"])
def test_an_unknown_one_is_not_found(door, pk):
    assert door.get(f"{LIST}{pk}/").status_code == 404


def test_accepting_one(door, notes, moderator):
    submission = confirmed()
    answer = door.post(page_of(submission), {"decision": "accept"}, follow=True)
    assert answer.redirect_chain == [(LIST, 302)]
    assert "1 inzending geplaatst." in said(answer)
    submission.refresh_from_db()
    assert (submission.status, submission.decided_by, notes.placed) == ("accepted", moderator, 1)


def test_rejecting_one_with_a_reason(door):
    submission = confirmed()
    answer = door.post(page_of(submission), {"decision": "reject", "reason": "Dit is reclame."}, follow=True)
    assert "1 inzending afgewezen." in said(answer)
    assert "Dit is reclame." in mails_to(AUTHOR)[-1].text


@pytest.mark.parametrize("sent", [{}, {"decision": "publish"}, {"decision": ""}, {"decision": "reject"}])
def test_what_makes_no_sense_is_said_and_changes_nothing(door, sent):
    submission = confirmed()
    assert door.post(page_of(submission), sent).status_code == 422
    submission.refresh_from_db()
    assert submission.status == "pending"


def test_a_reason_that_is_too_long_is_said_and_kept(door):
    submission = confirmed()
    answer = door.post(page_of(submission), {"decision": "reject", "reason": "x" * 2001})
    assert answer.status_code == 422
    assert "x" * 2001 in answer.content.decode()


@pytest.mark.parametrize("decision", ["accept", "reject"])
def test_what_a_colleague_judged_is_said(door, decision):
    other = make_moderator(a_person("ma@example.org", "Ma"), by=SYSTEM)
    submission = flows.accept_submission(confirmed(), by=other)
    answer = door.post(page_of(submission), {"decision": decision, "reason": "Nee."})
    assert answer.status_code == 422
    assert "Ma heeft dit al beoordeeld: geplaatst." in answer.content.decode()
    answer = door.post(LIST, {"pk": [submission.pk], "decision": decision, "reason": "Nee."}, follow=True)
    assert "Ma heeft dit al beoordeeld" in said(answer)
    submission.refresh_from_db()
    assert (submission.status, submission.decided_by) == ("accepted", other)


def test_what_the_kind_refuses_is_said(door, notes):
    submission = confirmed()
    notes.error = Refused("De lijst is “vol” & dicht.")
    answer = door.post(page_of(submission), {"decision": "accept"})
    assert answer.status_code == 422
    assert escape("De lijst is “vol” & dicht.") in answer.content.decode()
    answer = door.post(LIST, {"pk": [submission.pk], "decision": "accept"}, follow=True)
    assert "De lijst is" in said(answer)
    assert notes.placed == 0


def test_many_are_accepted_at_once_and_the_filters_stay(door, notes):
    many = [confirmed(email=f"{n}@example.org") for n in range(5)]
    path = f"{LIST}?soort=note&p=1"
    answer = door.post(path, {"pk": [one.pk for one in many[:3]], "decision": "accept"}, follow=True)
    assert answer.redirect_chain == [(path, 302)]
    assert "3 inzendingen geplaatst." in said(answer)
    assert notes.placed == 3
    assert Submission.objects.pending().count() == 2


def test_many_are_rejected_with_one_reason(door):
    many = [confirmed(email=f"{n}@example.org") for n in range(3)]
    answer = door.post(
        LIST, {"pk": [one.pk for one in many], "decision": "reject", "reason": "Dit is reclame."}, follow=True
    )
    assert "3 inzendingen afgewezen." in said(answer)
    for n in range(3):
        assert "Dit is reclame." in mails_to(f"{n}@example.org")[-1].text


def test_one_that_is_refused_does_not_stop_the_others(door, moderator, notes):
    many = [confirmed(name=f"Naam {n}", email=f"{n}@example.org") for n in range(3)]
    flows.reject_submission(many[1], by=moderator, reason="Nee.")
    flows.withdraw_submission(many[0])
    answer = door.post(LIST, {"pk": [one.pk for one in many], "decision": "accept"}, follow=True)
    assert "1 inzending geplaatst." in said(answer)
    assert "Naam 1" in said(answer)
    assert "ingetrokken" in said(answer)
    assert notes.placed == 1


def test_without_a_reason_nothing_is_rejected_and_the_ticks_stay(door):
    many = [confirmed(email=f"{n}@example.org") for n in range(3)]
    answer = door.post(LIST, {"pk": [one.pk for one in many[:2]], "decision": "reject", "reason": " "})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Geef een reden" in page
    assert len(re.findall(r"<input[^>]* checked", page)) == 2
    assert Submission.objects.pending().count() == 3


@pytest.mark.parametrize("pk", [[], ["zz"], ["-1"], ["9" * 40], ["١"], ["999999"]])
def test_nothing_ticked_is_said(door, pk):
    confirmed()
    answer = door.post(LIST, {"pk": pk, "decision": "accept"})
    assert answer.status_code == 422
    assert "Vink eerst" in answer.content.decode()


def test_a_kind_that_is_gone_is_still_shown(door, monkeypatch):
    submission = confirmed()
    monkeypatch.setattr(kinds, "_kinds", {})
    assert "note" in read(door)
    assert "Deelauto’s" in read(door, page_of(submission))
    assert door.post(page_of(submission), {"decision": "accept"}).status_code == 422


def test_hostile_words_are_shown_as_text(door):
    submission = confirmed(
        name="<img src=x onerror=alert(1)>", text="<script>alert(1)</script>", subject_title="</title><b>x"
    )
    for path in (LIST, page_of(submission)):
        page = read(door, path)
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<b>x" not in page
    answer = door.post(page_of(submission), {"decision": "accept"}, follow=True)
    assert "<img src=x" not in answer.content.decode()


def test_our_templates_write_no_inline_script_or_style(door):
    submission = confirmed()
    for path in (LIST, page_of(submission)):
        main = read(door, path).partition('<div class="nice-padding">')[2].partition("</main>")[0]
        assert main
        assert "<script" not in main
        assert not re.search(r"\s(?:style|on\w+)=", main)


def test_a_form_from_elsewhere_is_refused(moderator):
    from django.test import Client

    submission = confirmed()
    stranger = Client(enforce_csrf_checks=True)
    stranger.force_login(moderator, backend=BACKEND)
    assert stranger.post(page_of(submission), {"decision": "accept"}).status_code == 403
    submission.refresh_from_db()
    assert submission.status == "pending"
