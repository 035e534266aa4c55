"""Times the matching of a new call with 20,000 organisations and 20,000 initiatives.

Use: `python -m benchmarks.matching_speed [number]`. Words are drawn from the lexicon by their frequency.
"""

import datetime as dt
import random
import sys
from collections.abc import Callable
from functools import partial
from itertools import accumulate
from typing import Any

from benchmarks.stage import milliseconds, set_up

WORDS, ROUNDS = 60, 30


def main(number: int) -> None:
    """Fill an empty database and an index, and time the product's own code."""
    from stedennet.core.clock import today
    from stedennet.matching import partners
    from stedennet.search import index_store

    call = fill(number)
    reader = index_store.open_reader()
    print(f"{number} organisations, {reader.size} items in the index")
    # With a filter, all organisations with a track record are looked up in the register, not only the best.
    province = call.organisation.province
    filters: dict[str, dict[str, Any]] = {
        "no filter": {}, "a kind that all have": {"wanted": ["company"]}, "half the country": {"province": province},
    }  # fmt: skip
    for label, fields in filters.items():
        for name, value in {"wanted": [], "province": None, **fields}.items():
            setattr(call, name, value)
        for most in (5, 20):
            work = partial(partners.find_partners, reader, call, day=today(), most=most)
            median, slowest, worked = milliseconds(work, rounds=ROUNDS)
            elapsed = f"median {median:.0f} ms, slowest of {ROUNDS} {slowest:.0f} ms"
            print(f"{label}, the best {most}: {elapsed}, processor {worked:.0f} ms")


def fill(number: int) -> Any:
    """Create this many organisations with a location and an initiative each, and a call of one of them."""
    from stedennet.calls.models import Call
    from stedennet.core.clock import now, today
    from stedennet.network.models import Organisation, Theme, ThemeRole, ThemeScheme

    chance = random.Random(1)
    scheme = ThemeScheme.objects.create(slug="m", name="Meting")
    theme = Theme.objects.create(scheme=scheme, slug="laden", name="Laden")
    province = Organisation.objects.create(slug="p", name="Provincie", kind="province")
    everybody = Organisation.objects.bulk_create(
        Organisation(slug=f"o-{n}", name=f"Organisatie {n}", kind="company", longitude=chance.uniform(3.4, 7.2),
                     latitude=chance.uniform(50.8, 53.4), province=None if n % 2 else province)
        for n in range(number)
    )  # fmt: skip
    ThemeRole.objects.bulk_create(
        ThemeRole(theme=theme, organisation=organisation, role=chance.choice(["participant", "follower"]))
        for organisation in everybody[:: max(1, number // 2000)]
    )
    make_text = text_maker(chance)
    index(everybody, theme.slug, make_text, chance)
    return Call.objects.create(
        slug="meting", kind="looking", title=make_text(6), what_for=make_text(30), work=make_text(60), theme=theme,
        organisation=everybody[0], state="published", state_at=now(), published_at=now(), owner_email="m@example.org",
        closes_on=today() + dt.timedelta(days=30),
    )  # fmt: skip


def text_maker(chance: random.Random) -> Callable[[int], str]:
    """A function that makes a text of a number of words, by their frequency in Dutch."""
    from stedennet.search import lexicon

    frequencies = sorted(lexicon.load_frequencies().items(), key=lambda item: (-item[1], item[0]))[:20_000]
    words = [word for word, _ in frequencies]
    cumulative = list(accumulate(frequency for _, frequency in frequencies))
    return lambda count: " ".join(chance.choices(words, cum_weights=cumulative, k=count))


def index(everybody: list[Any], theme: str, make_text: Callable[[int], str], chance: random.Random) -> None:
    """Build an index with an initiative of each organisation, mostly together with another one."""
    from stedennet.core.clock import today
    from stedennet.search import sources
    from stedennet.search.flows import index_updates
    from stedennet.search.records import Record

    def read(keys: Any) -> Any:
        for n, organisation in enumerate(everybody):
            owners = tuple({str(organisation.pk), str(chance.choice(everybody).pk)})
            yield Record(
                "initiative", str(n), f"i-{n}", make_text(6), lead=make_text(15), body=make_text(WORDS), owners=owners,
                themes=(theme,) if n % 10 == 0 else (), day=today() - dt.timedelta(days=n % 2000),
            )  # fmt: skip

    sources.register_source("initiative", read)
    index_updates.rebuild_index()


if __name__ == "__main__":
    set_up()
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
