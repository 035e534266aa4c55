"""From the log to the outbox: public records are published once, withdrawn ones are deleted."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from stedennet.changes.flows import announce_change
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from stedennet.events.flows import index_page
from stedennet.events.models import EventPage
from stedennet.fediverse import serializers
from stedennet.fediverse.flows import identities, posts
from stedennet.fediverse.models import Activity, Delivery, Follower, Identity, Post
from stedennet.network.flows.records import save_record
from stedennet.network.models import Theme
from tests.builders.articles import make_article
from tests.builders.fediverse import KEYS, PUBLIC, SITE, Person, follow

pytestmark = pytest.mark.django_db
TEXT = "Een <b>inleiding</b> & meer."


def verbs() -> list[str]:
    return [f"{activity.identity} {activity.verb}" for activity in Activity.objects.filter(post__isnull=False)]


@pytest.mark.database
def test_there_is_one_account_of_the_network(on, mobility):
    fields = {"public_pem": KEYS[1][0], "private_pem": KEYS[1][1], "created_at": timezone.now()}
    for wrong in ({"name": "ander"}, {"name": "netwerk"}, {"name": "ander", "theme": mobility}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Identity.objects.create(**wrong, **fields)


def test_an_article_is_posted_by_the_network_and_shared_by_its_theme(post, article):
    assert verbs() == ["netwerk Create", "smart-mobility Announce"]
    document = post.document
    assert document["type"] == "Article"
    assert document["name"] == "Het nieuws"
    assert document["attributedTo"] == f"{SITE}/fediverse/accounts/netwerk"
    assert document["id"] == f"{SITE}/fediverse/berichten/{post.pk}"
    assert document["url"] == f"{SITE}/artikelen/nieuws/"
    assert document["to"] == [PUBLIC]
    assert document["cc"] == [
        f"{SITE}/fediverse/accounts/netwerk/volgers",
        f"{SITE}/fediverse/accounts/smart-mobility/volgers",
    ]
    assert document["content"] == f'<p>Een inleiding.</p><p><a href="{document["url"]}">{document["url"]}</a></p>'


def test_what_stands_in_it_is_escaped(on, mobility):
    make_article(title="A & <i>B</i>", lead=TEXT, themes=[mobility])
    posts.follow_log()
    document = Post.objects.get(kind="Article").document
    assert "<p>Een &lt;b&gt;inleiding&lt;/b&gt; &amp; meer.</p>" in document["content"]
    assert document["name"] == "A & <i>B</i>", "a name is plain text"


def test_an_english_article_is_in_english(on, mobility):
    make_article(title="The news", lead="A lead.", language="en", themes=[mobility])
    posts.follow_log()
    document = Post.objects.get(kind="Article").document
    assert list(document["contentMap"]) == ["en"]
    assert "A lead." in document["content"]
    assert f"{SITE}/en/artikelen/nieuws/" in document["content"]


def test_an_event_tells_when_and_where(on, mobility):
    start = dt.datetime(2027, 3, 4, 9, 30, tzinfo=dt.UTC)
    page = EventPage(title="Datadag", slug="datadag", kind="datadag", summary="Kom.", place="Utrecht", starts_at=start)
    page.ends_at = start + dt.timedelta(hours=3)
    page.themes = [mobility]
    index_page.ensure_index_page().add_child(instance=page)
    page.save_revision().publish()
    posts.follow_log()
    document = Post.objects.get(kind="Event").document
    assert (document["startTime"], document["endTime"]) == ("2027-03-04T09:30:00Z", "2027-03-04T12:30:00Z")
    assert document["location"] == {"type": "Place", "name": "Utrecht"}


def test_a_change_is_told_once_and_no_change_not_at_all(post, article):
    article.save_revision().publish()
    posts.follow_log()
    assert "netwerk Update" not in verbs()
    article.lead = "Een andere inleiding."
    article.save_revision().publish()
    article.save_revision().publish()
    posts.follow_log()
    assert verbs().count("netwerk Update") == 1
    post.refresh_from_db()
    assert "andere" in post.document["content"]
    assert post.document["updated"]


def test_a_theme_that_is_added_shares_it_too(post, article, monkeypatch, theme):
    scheme = theme.theme.scheme
    article.themes = [theme.theme, save_record(Theme(scheme=scheme, slug="zorg", name="Zorg"), by=SYSTEM)]
    identities.create_missing_identities()
    article.save_revision().publish()
    posts.follow_log()
    assert verbs() == ["netwerk Create", "smart-mobility Announce", "zorg Announce"]


def test_what_is_withdrawn_leaves_a_tombstone_without_words(post, article):
    article.unpublish()
    posts.follow_log()
    post.refresh_from_db()
    assert verbs()[-1] == "netwerk Delete"
    assert post.document == {}
    activity = serializers.serialize_activity(Activity.objects.get(verb="Delete"))
    assert activity["object"] == {
        "id": f"{SITE}/fediverse/berichten/{post.pk}",
        "type": "Tombstone",
        "formerType": "Article",
        "deleted": activity["published"],
    }


def test_what_comes_back_is_a_new_post(post, article):
    article.unpublish()
    article.save_revision().publish()
    posts.follow_log()
    assert Post.objects.count() == 2 + Post.objects.exclude(kind="Article").count()
    assert Post.objects.living().filter(kind="Article").get().pk != post.pk


def test_what_is_not_public_any_more_is_not_told(on, mobility):
    make_article(themes=[mobility]).unpublish()
    posts.follow_log()
    assert not Post.objects.filter(kind="Article").exists()


def test_a_record_of_another_kind_is_not_told(on, eindhoven):
    with transaction.atomic():
        announce_change(eindhoven, "changed")
    posts.follow_log()
    assert not Post.objects.exists()


def test_each_inbox_gets_each_message_once(client, internet, on, mobility):
    """Three followers, two on one server with a shared inbox; one follows both accounts."""
    ada, eva = Person(internet, "ada"), Person(internet, "eva")
    jan = Person(internet, "jan", "ander.example", shared=False)
    for person, name in ((ada, "netwerk"), (ada, "smart-mobility"), (eva, "netwerk"), (jan, "smart-mobility")):
        follow(client, person, name)
    Delivery.objects.all().delete()
    make_article(themes=[mobility])
    posts.follow_log()
    rows = Delivery.objects.order_by("activity", "inbox").values_list("activity__verb", "inbox")
    assert list(rows) == [
        ("Create", "https://ander.example/users/jan/inbox"),
        ("Create", "https://elders.example/inbox"),
        ("Announce", "https://ander.example/users/jan/inbox"),
        ("Announce", "https://elders.example/inbox"),
    ]


@pytest.mark.database
def test_the_database_refuses_a_second_row_for_an_inbox(post):
    activity = Activity.objects.first()
    row = {"activity": activity, "inbox": "https://a.example/inbox", "host": "a.example", "not_before": timezone.now()}
    Delivery.objects.create(**row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(**row)
    assert posts.queue_activity(activity, {row["inbox"]: "a.example", "https://b.example/inbox": "b.example"}) == 2
    assert Delivery.objects.count() == 2


@pytest.mark.database
def test_the_database_refuses_what_cannot_be(post):
    for wrong in ({"kind": "Odd"}, {"subject_type": "a", "subject_id": "b"}):
        Post.objects.filter(subject_type="a").delete()
        if "subject_id" in wrong:
            Post.objects.create(kind="Note", published_at=timezone.now(), **wrong)
        with pytest.raises(IntegrityError), transaction.atomic():
            Post.objects.filter(pk=post.pk).update(**wrong)
    line = Activity.objects.filter(verb="Create").get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.create(
            identity=line.identity, verb="Create", post=line.post, change=line.change, at=timezone.now()
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.create(identity=line.identity, verb="Create", at=timezone.now())


def test_old_news_goes_in_the_outbox_and_not_to_followers(client, ada, on, article, clock):
    follow(client, ada)
    Delivery.objects.all().delete()
    clock.moment = timezone.now() + dt.timedelta(days=8)
    posts.follow_log()
    assert verbs() == ["netwerk Create", "smart-mobility Announce"]
    assert not Delivery.objects.exists()


def test_lines_are_read_once_also_when_a_worker_dies_halfway(on, article, monkeypatch):
    with monkeypatch.context() as dying:
        dying.setattr(posts, "_share_post", lambda *_parts: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            posts.follow_log()
    assert not Activity.objects.exists()
    posts.follow_log()
    posts.follow_log()
    assert verbs() == ["netwerk Create", "smart-mobility Announce"]


def test_switched_off_nothing_is_read_made_or_queued(settings, mobility):
    settings.FEDIVERSE = False
    make_article(themes=[mobility])
    assert identities.create_missing_identities() == posts.follow_log() == 0
    assert not Identity.objects.exists()
    assert not Post.objects.exists()


def test_followers_on_a_server_that_was_left_are_not_queued_for(client, ada, on, mobility):
    from stedennet.fediverse.models import Host

    follow(client, ada)
    Delivery.objects.all().delete()
    moment = timezone.now()
    Host.objects.create(name=ada.host, failing_since=moment, dead_at=moment)
    make_article(themes=[mobility])
    posts.follow_log()
    assert Follower.objects.exists()
    assert not Delivery.objects.exists()


def test_a_page_of_posts_costs_the_same_whatever_their_number(client, on, mobility, django_assert_num_queries):
    for number in range(3):
        make_article(f"nieuws-{number}", themes=[mobility])
    posts.follow_log()
    with django_assert_num_queries(4):
        page = client.get("/fediverse/accounts/netwerk/uitgaand?pagina=1").json()
    assert len(page["orderedItems"]) == 3


def test_what_is_of_long_ago_makes_no_post_and_a_post_follows_its_subject(on, article):
    old = make_article("oud", date=today() - dt.timedelta(days=400))
    posts.follow_log()
    assert not Post.objects.for_subject("publications.articlepage", str(old.pk)).exists()
    article.date, article.title = today() - dt.timedelta(days=400), "Nu met een andere titel"
    article.save_revision().publish()
    posts.follow_log()
    post = Post.objects.for_subject("publications.articlepage", str(article.pk)).get()
    assert "Nu met een andere titel" in str(post.document)
