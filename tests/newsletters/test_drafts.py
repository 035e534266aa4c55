"""Editors create a newsletter, pick news, order and write; only while it is a draft."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from stedennet.core.errors import NotAllowed, Refused, RefusedFields
from stedennet.newsletters.flows import drafts, newsletters
from stedennet.newsletters.letters import build_letter
from stedennet.newsletters.models import Newsletter, Story
from tests.builders.newsletters import a_draft, news, sent

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("clock")]


def titles(newsletter) -> list[str]:
    return list(newsletter.stories.values_list("title", flat=True))


def test_a_draft_offers_what_is_new(editor):
    news("Lampen", "Fietsen")
    draft = drafts.create_draft(subject="Nieuws", by=editor)
    assert {item.record.title for item in drafts.find_news(draft)} == {"Lampen", "Fietsen"}


def test_the_next_one_offers_what_came_after_the_last_that_went_out(editor):
    sent(editor, "Lampen")
    news("Fietsen")
    draft = drafts.create_draft(subject="Meer nieuws", by=editor)
    assert [item.record.title for item in drafts.find_news(draft)] == ["Fietsen"]


def test_what_came_since_the_draft_was_begun_is_offered_on_request(editor):
    draft = drafts.create_draft(subject="Nieuws", by=editor)
    news("Lampen")
    assert drafts.find_news(draft) == []
    draft = drafts.refresh_draft(draft, by=editor)
    assert [item.record.title for item in drafts.find_news(draft)] == ["Lampen"]


def test_what_is_picked_twice_is_there_once(editor):
    draft = a_draft(editor, "Lampen")
    assert drafts.pick_stories(draft, {item.subject for item in drafts.find_news(draft)}, by=editor) == 0
    assert titles(draft) == ["Lampen"]


def test_what_is_not_new_cannot_be_picked(editor):
    draft = a_draft(editor, "Lampen")
    assert drafts.pick_stories(draft, {("initiatives.initiative", "999")}, by=editor) == 0


def test_stories_go_up_and_down(editor):
    draft = a_draft(editor, "A", "B", "C")
    before = titles(draft)
    first = draft.stories.first()
    drafts.move_story(draft, first.pk, 1, by=editor)
    assert titles(draft) == [before[1], before[0], before[2]]
    drafts.move_story(draft, first.pk, -1, by=editor)
    drafts.move_story(draft, first.pk, -1, by=editor)
    assert titles(draft) == before


def test_places_by_number_words_and_taking_away(editor):
    draft = a_draft(editor, "A", "B", "C")
    first, second, third = draft.stories.all()
    changes = {
        first.pk: {"position": 9, "title": "Anders"},
        second.pk: {"position": 2, "summary": "Kort."},
        third.pk: {"position": 1, "remove": True},
    }
    drafts.arrange_stories(draft, changes, by=editor)
    assert [(row.position, row.title) for row in draft.stories.all()] == [(1, second.title), (2, "Anders")]


def test_an_empty_title_is_refused_in_words(editor):
    draft = a_draft(editor, "A")
    with pytest.raises(RefusedFields):
        drafts.arrange_stories(draft, {draft.stories.get().pk: {"title": ""}}, by=editor)
    with pytest.raises(RefusedFields):
        drafts.create_draft(subject=" ", by=editor)


def test_the_letter_is_written_in_both_languages(editor):
    draft = a_draft(editor, "Lampen")
    drafts.save_words(draft, {"subject_en": "News", "intro": "Dag allemaal.", "intro_en": "Hello all."}, by=editor)
    draft.refresh_from_db()
    dutch, english = build_letter(draft, "nl"), build_letter(draft, "en")
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
        lambda by: drafts.create_draft(subject="x", by=by),
        lambda by: drafts.pick_stories(draft, set(), by=by),
        lambda by: drafts.save_words(draft, {}, by=by),
        lambda by: drafts.discard_draft(draft, by=by),
        lambda by: newsletters.schedule_newsletter(draft, draft.created_at, by=by),
        lambda by: newsletters.send_test(draft, "nl", by=by),
    ):
        with pytest.raises(NotAllowed):
            work(AnonymousUser())


def test_what_went_out_is_frozen_for_flows(editor):
    newsletter = sent(editor, "Lampen")
    for work in (
        lambda: drafts.save_words(newsletter, {"intro": "Anders"}, by=editor),
        lambda: drafts.move_story(newsletter, newsletter.stories.get().pk, 1, by=editor),
        lambda: drafts.discard_draft(newsletter, by=editor),
        lambda: drafts.pick_stories(newsletter, set(), by=editor),
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
    drafts.discard_draft(a_draft(editor, "Lampen"), by=editor)
    assert not Newsletter.objects.exists()
