"""Results of digests are copied and counted for each item."""

import pytest
from django.db import transaction

from stedennet.changes.flows import announce_change
from stedennet.changes.models import Change
from stedennet.core.clock import now
from stedennet.initiatives.models import Initiative
from stedennet.mailing.models import Delivery
from stedennet.spreading.flows import digest_results, digests
from stedennet.spreading.models import Digest, Dispatch
from stedennet.spreading.rules.choices import choose_kinds
from tests.builders.initiatives import make_initiative
from tests.builders.subscriptions import subscribed

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("clock")]
INITIATIVES = choose_kinds(["initiatieven"])


@transaction.atomic
def told(initiative: Initiative, verb: str = "published", **more) -> Change:
    """A line of the log about it, as the flows of its room write it."""
    return announce_change(initiative, verb, title=initiative.title, **more)


def published(title: str, **more) -> Initiative:
    initiative = make_initiative(title, publish=False, state="published", published_at=now(), **more)
    told(initiative)
    return initiative


def test_what_became_of_it_is_copied_and_counted_per_thing(clock):
    for number in range(3):
        subscribed(f"p{number}@example.org", INITIATIVES, rhythm="dagelijks")
    initiative = published("Slimme lantaarns")
    clock.later(days=1)
    digests.send_due_digests()
    assert digest_results.record_digest_results() == 0
    rows = Delivery.objects.order_by("pk")
    rows.filter(pk__in=[rows[0].pk, rows[1].pk]).update(state="handed_over", done_at=clock.now())
    Delivery.objects.filter(pk=rows[2].pk).update(state="failed", done_at=clock.now())
    assert digest_results.record_digest_results() == 3
    assert digest_results.record_digest_results() == 0
    assert sorted(Digest.objects.values_list("state", flat=True)) == ["failed", "handed_over", "handed_over"]
    assert [(row["channel"], row["many"]) for row in Dispatch.objects.for_subject(initiative).per_channel()] == [
        ("digest", 2)
    ]
