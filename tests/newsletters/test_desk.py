"""The editor's pages in /beheer/, without a script."""

import pytest

from stedennet.newsletters.flows import composing
from stedennet.newsletters.models import Newsletter

from .conftest import a_draft, news, reader, sent, work

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
    chosen = ["|".join(one.subject) for one in composing.whats_new(newsletter)]
    assert press(desk, newsletter, "pick", subject=chosen).status_code == 302
    words = {"subject": "Nieuws", "intro": "Dag.", "subject_en": "", "intro_en": ""}
    assert press(desk, newsletter, "write", **words).status_code == 302
    assert press(desk, newsletter, "schedule", send_at="").status_code == 302
    work()
    newsletter.refresh_from_db()
    assert (newsletter.state, newsletter.intro, newsletter.stories.count()) == ("sent", "Dag.", 2)


def test_up_and_down_and_numbers(desk, editor):
    draft = a_draft(editor, "A", "B")
    first, second = draft.stories.all()
    press(desk, draft, f"down:{first.pk}")
    assert [one.pk for one in draft.stories.all()] == [second.pk, first.pk]
    fields = {}
    for place, one in ((1, first), (2, second)):
        fields |= {f"story-{one.pk}-position": place, f"story-{one.pk}-title": one.title}
    press(desk, draft, "arrange", **fields)
    assert [one.pk for one in draft.stories.all()] == [first.pk, second.pk]


def test_a_mistake_is_said_and_what_was_typed_stays(desk, editor):
    draft = a_draft(editor, "A")
    answer = press(desk, draft, "write", subject="", intro="Lang getypt", subject_en="", intro_en="")
    assert answer.status_code == 422
    assert "Lang getypt" in answer.content.decode()
    assert press(desk, draft, "schedule", send_at="morgen").status_code == 422
    assert press(desk, draft, "nonsense").status_code == 422
    assert press(desk, draft, "stop").status_code == 422


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
    assert "overgedragen aan de mailserver</dt><dd>1</dd>" in page


def test_the_lists_ask_few_questions(desk, editor, django_assert_max_num_queries):
    for number in range(12):
        reader(f"lezer{number}")
    draft = a_draft(editor, *(f"Bericht {number}" for number in range(12)))
    for path in ("", f"{draft.pk}/", f"{draft.pk}/ontvangers/"):
        desk.get(f"{DESK}{path}")
        with django_assert_max_num_queries(30):
            assert desk.get(f"{DESK}{path}").status_code == 200
