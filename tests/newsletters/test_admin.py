"""The admin pages for newsletters, without JavaScript."""

import datetime as dt
import re

import pytest

from stedennet.newsletters.flows import drafts
from stedennet.newsletters.models import Newsletter
from tests.builders.newsletters import a_draft, news, reader, sent, work

pytestmark = [pytest.mark.django_db]
DESK = "/beheer/nieuwsbrieven/"


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def press(client, newsletter, do, **fields):
    return client.post(f"{DESK}{newsletter.pk}/", {"do": do, **fields})


def test_nobody_else_comes_in(client, editor):
    draft = a_draft(editor, "Lampen")
    for path in ("", f"{draft.pk}/", f"{draft.pk}/voorbeeld/", f"{draft.pk}/brief/", f"{draft.pk}/ontvangers/"):
        assert client.get(f"{DESK}{path}").status_code in (302, 403)


def test_an_editor_begins_picks_writes_and_sends(desk):
    news("Lampen", "Fietsen")
    desk.post(DESK, {"subject": "Nieuws"})
    newsletter = Newsletter.objects.get()
    page = desk.get(f"{DESK}{newsletter.pk}/").content.decode()
    assert "Lampen" in page
    chosen = ["|".join(item.subject) for item in drafts.find_news(newsletter)]
    assert press(desk, newsletter, "pick", pick=chosen).status_code == 302
    words = {"subject": "Nieuws", "intro": "Dag.", "subject_en": "", "intro_en": ""}
    assert press(desk, newsletter, "write", **words).status_code == 302
    assert press(desk, newsletter, "schedule", send_at="", confirmed="1").status_code == 302
    work()
    newsletter.refresh_from_db()
    assert (newsletter.state, newsletter.intro, newsletter.stories.count()) == ("sent", "Dag.", 2)


def test_up_and_down_and_numbers(desk, editor):
    draft = a_draft(editor, "A", "B")
    first, second = draft.stories.all()
    press(desk, draft, f"down:{first.pk}")
    assert [story.pk for story in draft.stories.all()] == [second.pk, first.pk]
    fields = {}
    for place, story in ((1, first), (2, second)):
        fields |= {f"story-{story.pk}-position": place, f"story-{story.pk}-title": story.title}
    press(desk, draft, "arrange", **fields)
    assert [story.pk for story in draft.stories.all()] == [first.pk, second.pk]


def test_a_mistake_is_said_and_what_was_typed_stays(desk, editor):
    draft = a_draft(editor, "A")
    answer = press(desk, draft, "write", subject="", intro="Lang getypt", subject_en="", intro_en="")
    assert answer.status_code == 422
    assert "Lang getypt" in answer.content.decode()
    assert press(desk, draft, "schedule", send_at="morgen").status_code == 422
    assert press(desk, draft, "nonsense").status_code == 422
    assert press(desk, draft, "stop").status_code == 422


def typed_on(draft, **more):
    """Everything that the page of a draft submits."""
    words = {"subject": draft.subject, "intro": "Lang getypt", "subject_en": "", "intro_en": "", "send_at": ""}
    for story in draft.stories.all():
        words |= {f"story-{story.pk}-{name}": getattr(story, name) for name in ("position", "title", "summary")}
    return {**words, **more}


BUTTONS = ["pick", "look_again", "test-nl", "test-en", "write", "up", "down"]


@pytest.mark.parametrize("do", BUTTONS)
def test_every_button_saves_all_that_was_typed(desk, editor, do):
    draft = a_draft(editor, "A", "B")
    first, second = draft.stories.all()
    sent = typed_on(draft, **{f"story-{first.pk}-title": "Eerste, beter", f"story-{second.pk}-summary": "Nieuw"})
    assert press(desk, draft, f"{do}:{second.pk}" if do in ("up", "down") else do, **sent).status_code == 302
    draft.refresh_from_db()
    assert draft.intro == "Lang getypt"
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.title, second.summary) == ("Eerste, beter", "Nieuw")


def test_picking_messages_keeps_the_introduction_and_puts_them_in(desk, editor):
    draft = a_draft(editor, "A")
    news("Fietsen")
    press(desk, draft, "look_again")
    new = [
        "|".join(item.subject)
        for item in drafts.find_news(draft.__class__.objects.get())
        if "Fietsen" in item.record.title
    ]
    press(desk, draft, "pick", pick=new, **typed_on(draft))
    draft.refresh_from_db()
    assert (draft.intro, draft.stories.count()) == ("Lang getypt", 2)


def test_when_sending_is_refused_everything_typed_stays_and_is_saved(desk, editor):
    draft = a_draft(editor)
    news("Fietsen")
    press(desk, draft, "look_again")
    draft.refresh_from_db()
    new = "|".join(drafts.find_news(draft)[0].subject)
    answer = press(desk, draft, "schedule", **typed_on(draft, send_at="2099-01-01T10:00", pick=new))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Lang getypt" in page
    assert "2099-01-01T10:00" in page
    assert f'value="{new}" checked' in page
    draft.refresh_from_db()
    assert (draft.intro, draft.state) == ("Lang getypt", "draft")


def test_a_mistake_in_one_part_stores_nothing_and_keeps_all_parts(desk, editor):
    draft = a_draft(editor, "A")
    (story,) = draft.stories.all()
    sent = typed_on(draft, **{f"story-{story.pk}-title": "", f"story-{story.pk}-summary": "Samengevat"})
    answer = press(desk, draft, "schedule", **sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Lang getypt" in page
    assert "Samengevat" in page
    draft.refresh_from_db()
    assert (draft.intro, draft.state) == ("", "draft")


def test_there_is_one_form_on_the_page_of_a_draft(desk, editor):
    draft = a_draft(editor, "A")
    main = desk.get(f"{DESK}{draft.pk}/").content.decode().partition("<main")[2]
    assert main.count("csrfmiddlewaretoken") == 1


def test_the_preview_shows_the_mail_light_dark_and_as_text(desk, editor):
    draft = a_draft(editor, "Lampen")
    page = desk.get(f"{DESK}{draft.pk}/voorbeeld/").content.decode()
    assert page.count("<iframe") == 3
    assert "Afmelden: #" in page
    assert "@media not all" in desk.get(f"{DESK}{draft.pk}/brief/").content.decode()
    assert "@media all" in desk.get(f"{DESK}{draft.pk}/brief/?donker=1&taal=en").content.decode()


def test_the_editor_sees_each_address_and_why(desk, editor):
    reader("ada")
    draft = a_draft(editor, "Lampen")
    page = desk.get(f"{DESK}{draft.pk}/ontvangers/").content.decode()
    assert "ada@example.org" in page
    assert "abonnement bevestigd op" in page


def test_how_it_went_is_shown(desk, editor):
    reader("ada")
    newsletter = sent(editor, "Lampen")
    page = desk.get(f"{DESK}{newsletter.pk}/").content.decode()
    assert re.search(r"overgedragen aan de mailserver</dt>\s*<dd>1</dd>", page)


def test_the_lists_ask_few_questions(desk, editor, django_assert_max_num_queries):
    for number in range(12):
        reader(f"lezer{number}")
    draft = a_draft(editor, *(f"Bericht {number}" for number in range(12)))
    for path in ("", f"{draft.pk}/", f"{draft.pk}/ontvangers/"):
        desk.get(f"{DESK}{path}")
        with django_assert_max_num_queries(30):
            assert desk.get(f"{DESK}{path}").status_code == 200


def test_sending_asks_first_with_the_number_and_saves_what_was_typed(desk, editor):
    reader("ada")
    reader("eve", "en")
    draft = a_draft(editor, "A")
    page = press(desk, draft, "schedule", **typed_on(draft)).content.decode()
    assert "Ja, verstuur naar 2 adressen" in page
    assert "1 in het Nederlands, 1 in het Engels" in " ".join(page.split())
    draft.refresh_from_db()
    assert (draft.state, draft.intro) == ("draft", "Lang getypt")
    press(desk, draft, "schedule", send_at="", confirmed="1")
    draft.refresh_from_db()
    assert draft.state == "scheduled"


def test_a_newsletter_waits_ten_minutes_in_which_it_can_be_taken_back(desk, editor, settings, clock):
    settings.PUBLIC_MAIL_GRACE = dt.timedelta(minutes=10)
    reader("ada")
    draft = a_draft(editor, "A")
    before = Newsletter.objects.values().get(pk=draft.pk)
    press(desk, draft, "schedule", send_at="", confirmed="1")
    clock.later(minutes=9)
    work()
    assert Newsletter.objects.get().state == "scheduled"
    press(desk, draft, "take_back")
    assert Newsletter.objects.values().get(pk=draft.pk) == before
    press(desk, draft, "schedule", send_at="", confirmed="1")
    clock.later(minutes=10)
    work()
    assert Newsletter.objects.get().state == "sent"
