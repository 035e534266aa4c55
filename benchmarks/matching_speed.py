"""How long it takes to match a new call against 20,000 organisations that did 20,000 things.

Use: `python -m benchmarks.matching_speed [number]`. The words are drawn from the lexicon, the usual ones more often.
"""

import datetime as dt
import random
import sys
from functools import partial
from itertools import accumulate
from typing import Any

from benchmarks.stage import milliseconds, set_up

WORDS, ROUNDS = 60, 30


def main(number: int) -> None:
    """Fill an empty database and an index, and time the product's own function."""
    from stedennet.core.clock import today
    from stedennet.matching import partners
    from stedennet.search import index_store

    call = fill(number)
    shelf = index_store.open_reader()
    print(f"{number} organisations, {shelf.size} things in the index")
    # With a filter, everybody who did such a thing is looked up in the register, and not only who did most.
    province = call.organisation.province
    filters: dict[str, dict[str, Any]] = {
        "no filter": {}, "a kind that all have": {"wanted": ["company"]}, "half of the land": {"province": province},
    }  # fmt: skip
    for said, fields in filters.items():
        for name, value in {"wanted": [], "province": None, **fields}.items():
            setattr(call, name, value)
        for most in (5, 20):
            work = partial(partners.find_partners, shelf, call, day=today(), most=most)
            median, slowest, worked = milliseconds(work, rounds=ROUNDS)
            clock = f"median {median:.0f} ms, slowest of {ROUNDS} {slowest:.0f} ms"
            print(f"{said}, the best {most}: {clock}, processor {worked:.0f} ms")


def fill(number: int) -> Any:
    """So many organisations on a map, each with a thing that it did; a call of one of them."""
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
        ThemeRole(theme=theme, organisation=one, role=chance.choice(["participant", "follower"]))
        for one in everybody[:: max(1, number // 2000)]
    )
    say = sayer(chance)
    index(everybody, theme.slug, say, chance)
    return Call.objects.create(
        slug="meting", kind="looking", title=say(6), what_for=say(30), work=say(60), theme=theme,
        organisation=everybody[0], state="published", state_at=now(), published_at=now(), owner_email="m@example.org",
        closes_on=today() + dt.timedelta(days=30),
    )  # fmt: skip


def sayer(chance: random.Random) -> Any:
    """Makes texts of so many words, as usual as in the language."""
    from stedennet.search import lexicon

    words = sorted(lexicon.load_frequencies().items(), key=lambda one: (-one[1], one[0]))[:20_000]
    said, often = [word for word, _ in words], list(accumulate(times for _, times in words))
    return lambda count: " ".join(chance.choices(said, cum_weights=often, k=count))


def index(everybody: list[Any], theme: str, say: Any, chance: random.Random) -> None:
    """Each organisation, and what it did, some of it with another one."""
    from stedennet.core.clock import today
    from stedennet.search import sources
    from stedennet.search.flows import index_updates
    from stedennet.search.records import Record

    def read(keys: Any) -> Any:
        for n, one in enumerate(everybody):
            owners = tuple({str(one.pk), str(chance.choice(everybody).pk)})
            yield Record(
                "initiative", str(n), f"i-{n}", say(6), lead=say(15), body=say(WORDS), owners=owners,
                themes=(theme,) if n % 10 == 0 else (), day=today() - dt.timedelta(days=n % 2000),
            )  # fmt: skip

    sources.register_source("initiative", read)
    index_updates.rebuild_index()


if __name__ == "__main__":
    set_up()
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
