"""The editor begins a newsletter, picks from what is new, orders and writes; only in a draft."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from stedennet.core.errors import NotAllowed, Refused, RefusedFields
from stedennet.newsletters.flows import composing, sending
from stedennet.newsletters.letters import letter
from stedennet.newsletters.models import Newsletter, Story

from .conftest import a_draft, news, sent

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("clock")]


def titles(newsletter) -> list[str]:
    return list(newsletter.stories.values_list("title", flat=True))


def test_a_draft_offers_what_is_new(editor):
    news("Lampen", "Fietsen")
    draft = composing.begin(subject="Nieuws", by=editor)
    assert {one.record.title for one in composing.whats_new(draft)} == {"Lampen", "Fietsen"}


def test_the_next_one_offers_what_came_after_the_last_that_went_out(editor):
    sent(editor, "Lampen")
    news("Fietsen")
    draft = composing.begin(subject="Meer nieuws", by=editor)
    assert [one.record.title for one in composing.whats_new(draft)] == ["Fietsen"]


def test_what_came_since_the_draft_was_begun_is_offered_on_request(editor):
    draft = composing.begin(subject="Nieuws", by=editor)
    news("Lampen")
    assert composing.whats_new(draft) == []
    draft = composing.look_again(draft, by=editor)
    assert [one.record.title for one in composing.whats_new(draft)] == ["Lampen"]


def test_what_is_picked_twice_is_there_once(editor):
    draft = a_draft(editor, "Lampen")
    assert composing.pick(draft, {one.subject for one in composing.whats_new(draft)}, by=editor) == 0
    assert titles(draft) == ["Lampen"]


def test_what_is_not_new_cannot_be_picked(editor):
    draft = a_draft(editor, "Lampen")
    assert composing.pick(draft, {("initiatives.initiative", "999")}, by=editor) == 0


def test_stories_go_up_and_down(editor):
    draft = a_draft(editor, "A", "B", "C")
    before = titles(draft)
    first = draft.stories.first()
    composing.move(draft, first.pk, 1, by=editor)
    assert titles(draft) == [before[1], before[0], before[2]]
    composing.move(draft, first.pk, -1, by=editor)
    composing.move(draft, first.pk, -1, by=editor)
    assert titles(draft) == before


def test_places_by_number_words_and_taking_away(editor):
    draft = a_draft(editor, "A", "B", "C")
    one, two, three = draft.stories.all()
    changes = {
        one.pk: {"position": 9, "title": "Anders"},
        two.pk: {"position": 2, "summary": "Kort."},
        three.pk: {"position": 1, "remove": True},
    }
    composing.arrange(draft, changes, by=editor)
    assert [(row.position, row.title) for row in draft.stories.all()] == [(1, two.title), (2, "Anders")]


def test_an_empty_title_is_refused_in_words(editor):
    draft = a_draft(editor, "A")
    with pytest.raises(RefusedFields):
        composing.arrange(draft, {draft.stories.get().pk: {"title": ""}}, by=editor)
    with pytest.raises(RefusedFields):
        composing.begin(subject=" ", by=editor)


def test_the_letter_is_written_in_both_languages(editor):
    draft = a_draft(editor, "Lampen")
    composing.write(draft, {"subject_en": "News", "intro": "Dag allemaal.", "intro_en": "Hello all."}, by=editor)
    draft.refresh_from_db()
    dutch, english = letter(draft, "nl"), letter(draft, "en")
    assert (dutch.subject, english.subject) == ("Nieuws van november", "News")
    assert "Dag allemaal." in dutch.text
    assert "Hello all." in english.html
    for page in (dutch, english):
        assert "Lampen" in page.html
        assert "Lampen" in page.text
        assert "{{{unsubscribe_url}}}" in page.html
        assert f"/nieuwsbrieven/{draft.slug}/" in page.text


def test_only_editors_compose(editor):
    draft = a_draft(editor, "Lampen")
    for work in (
        lambda by: composing.begin(subject="x", by=by),
        lambda by: composing.pick(draft, set(), by=by),
        lambda by: composing.write(draft, {}, by=by),
        lambda by: composing.discard(draft, by=by),
        lambda by: sending.schedule(draft, draft.created_at, by=by),
        lambda by: sending.try_out(draft, "nl", by=by),
    ):
        with pytest.raises(NotAllowed):
            work(AnonymousUser())


def test_what_went_out_is_frozen_for_flows(editor):
    newsletter = sent(editor, "Lampen")
    for work in (
        lambda: composing.write(newsletter, {"intro": "Anders"}, by=editor),
        lambda: composing.move(newsletter, newsletter.stories.get().pk, 1, by=editor),
        lambda: composing.discard(newsletter, by=editor),
        lambda: composing.pick(newsletter, set(), by=editor),
    ):
        with pytest.raises(Refused):
            work()


@pytest.mark.parametrize(
    "change",
    [
        lambda: Newsletter.objects.update(intro="Anders"),
        lambda: Newsletter.objects.update(subject="Anders"),
        lambda: Newsletter.objects.update(state="draft", begun_at=None, done_at=None, send_at=None),
        lambda: Newsletter.objects.update(state="sending", done_at=None),
        lambda: Story.objects.update(title="Anders"),
        lambda: Story.objects.all().delete(),
        lambda: Story.objects.create(newsletter=Newsletter.objects.get(), subject_type="x", subject_id="1", title="x"),
    ],
)
def test_what_went_out_is_frozen_in_the_database(editor, change):
    sent(editor, "Lampen")
    with pytest.raises(IntegrityError), transaction.atomic():
        change()


def test_a_draft_can_be_thrown_away(editor):
    composing.discard(a_draft(editor, "Lampen"), by=editor)
    assert not Newsletter.objects.exists()
