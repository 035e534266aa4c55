"""The demo's subscriber, an example address with three subscriptions; and a report of news in an example paper."""

from stedennet.core.access import SYSTEM
from stedennet.core.clock import now, today
from stedennet.initiatives.models import Initiative
from stedennet.spreading.flows import subscriptions
from stedennet.spreading.flows.dispatch_reports import report_dispatch
from stedennet.spreading.models import Subscriber
from stedennet.spreading.rules.choices import Choice, choose_kinds, choose_list

READER = "lezer@stedennet.example"
LAMPS = "voorbeeld-lantaarnpalen-die-de-straat-meten"


def load_subscriptions() -> int:
    """Load the subscriptions and the report, unless there are subscribers; return the number to show."""
    if Subscriber.objects.exists():
        return 0
    reader = Subscriber.objects.create(email=READER, since=now())
    _begin_subscription(
        reader, choose_kinds(["artikelen", "initiatieven", "oproepen", "evenementen", "agenda"]), "meteen"
    )
    _begin_subscription(reader, choose_list("oproepen", {"stand": "open"}), "wekelijks")
    _begin_subscription(reader, choose_kinds(["nieuwsbrief"]), "")
    lamps = Initiative.objects.get(slug=LAMPS)
    report_dispatch(lamps, where="Voorbeeldkrant van Voorbeeldstad", many=1200, day=today(), by=SYSTEM)
    return 2


def _begin_subscription(reader: Subscriber, choice: Choice, rhythm: str) -> None:
    subscriptions.start_subscription(reader, choice, rhythm=rhythm, language="nl", page="/abonneren/")
