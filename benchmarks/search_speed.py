"""Times the search with 10,000 to 1,000,000 items: questions, frequent words, updates, size and rebuilding.

Run: `python -m benchmarks.search_speed [10000 100000 1000000]`. The texts consist of Dutch words by their frequency,
with a fixed seed; each of five words occurs in one text in five. Results: `benchmarks/README.md`.
"""

import datetime as dt
import random
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache
from itertools import accumulate
from statistics import median
from typing import Any

from benchmarks.sets import Document
from benchmarks.stage import set_up

SEED = 20260101
HOT = ("slimme", "wijk", "bewoners", "verlichting", "duurzame")
SHARE = 0.2
TITLE, TEXT = 5, 15
KINDS = ("initiative", "organisation", "action", "call")
ASKED, HOT_ASKED = 400, 60
BESIDE_WAGTAIL = 10_000
UPDATES = 15


@cache
def words() -> tuple[list[str], list[float]]:
    """Dutch words and their cumulative frequencies."""
    from stedennet.search import lexicon

    frequencies = lexicon.load_frequencies()
    return list(frequencies), list(accumulate(frequencies.values()))


def texts(number: int) -> Iterator[tuple[str, str]]:
    """Yield this many titles with their texts."""
    chance = random.Random(SEED)
    known, cumulative = words()
    for _ in range(number):
        chosen = chance.choices(known, cum_weights=cumulative, k=TITLE + TEXT)
        hot = [word for word in HOT if chance.random() < SHARE]
        yield " ".join(chosen[:TITLE]), " ".join([*chosen[TITLE:], *hot])


def records(number: int) -> Iterator[Any]:
    """Yield the texts as records, with values for the facets."""
    from stedennet.search.records import Record

    for place, (title, text) in enumerate(texts(number)):
        yield Record(
            KINDS[place % len(KINDS)], f"m{place}", f"m-{place}", title, body=text,
            themes=(f"thema-{place % 11}",), cities=(f"stad-{place % 40}",), provinces=(f"provincie-{place % 12}",),
            day=dt.date(2012 + place % 14, 1 + place % 12, 1),
        )  # fmt: skip


def questions(number: int, *, hot: bool = False) -> list[str]:
    """Make questions of two or three words of one text, as by readers who half remember it.

    Frequent words are among them only when `hot`.
    """
    chance = random.Random(SEED + 1)
    all_texts = [f"{title} {text}" for title, text in texts(min(number, 10_000))]
    chosen = [chance.choice(all_texts).split() for _ in range(ASKED)]
    asked = []
    for place, each in enumerate(chosen):
        fit = [word for word in each if len(word) > 4 and (hot or word not in HOT)]
        asked.append(" ".join(chance.sample(fit if len(fit) > 2 else each, k=2 + place % 2)))
    return asked


def hot_questions() -> list[str]:
    """Make questions of one or two frequent words."""
    chance = random.Random(SEED + 2)
    return [" ".join(chance.sample(HOT, k=1 + place % 2)) for place in range(HOT_ASKED)]


def fill(number: int) -> float:
    """Build an index of this many items by the product's own flow; return the seconds it took."""
    from stedennet.search import sources
    from stedennet.search.flows import index_updates

    def read(keys: Collection[str] | None) -> Iterator[Any]:
        return records(number) if keys is None else iter(())

    sources.register_source("measured", read)
    begin = time.perf_counter()
    index_updates.rebuild_index()
    return time.perf_counter() - begin


def measure(name: str, ask: Callable[[str], object], asked: Sequence[str]) -> float:
    """Print the median and 99th percentile of elapsed and processor time in milliseconds.

    Returns the median processor time, which a busy machine hardly changes.
    """
    for question in asked[:20]:
        ask(question)
    clock, processor = [], []
    for question in asked:
        begin = time.perf_counter(), time.process_time()
        ask(question)
        clock.append((time.perf_counter() - begin[0]) * 1000)
        processor.append((time.process_time() - begin[1]) * 1000)
    cells = [f"p50 {median(times):8.2f} p99 {late(times):8.2f}" for times in (clock, processor)]
    print(f"  {name:42} {cells[0]} ms   processor {cells[1]} ms", flush=True)
    return median(processor)


def late(times: list[float]) -> float:
    """The 99th percentile."""
    return sorted(times)[int(len(times) * 0.99)]


def ids(question: str) -> list[str]:
    """Find the first page of results, as ids."""
    from stedennet.search import index_store, retrieval
    from stedennet.search.rules import query_syntax

    return retrieval.find_results(
        index_store.open_reader(), query_syntax.parse_question(question), with_facets=False
    ).ids


def page(question: str) -> dict[str, Any]:
    """Build all data of the page of results: cards with highlighted words, facet counts and a correction."""
    from stedennet.site.filters import Filters
    from stedennet.site.views import search

    return search.build_results_page(Filters({"q": question}, search.NAMES), number=1)


def updates() -> None:
    """Print the time from the commit of a change until it can be found, with a running worker."""
    from django.db import close_old_connections, transaction

    from stedennet.changes.flows import announce_change
    from stedennet.network.models import Organisation
    from stedennet.search.flows import index_updates
    from stedennet.worker.loop import TICK

    organisation, _ = Organisation.objects.get_or_create(
        slug="maatstad", defaults={"name": "Maatstad", "kind": "company"}
    )
    stop = threading.Event()

    def worker() -> None:
        while not stop.is_set():
            index_updates.update_index()
            stop.wait(TICK)
        close_old_connections()

    thread = threading.Thread(target=worker)
    thread.start()
    times, chance = [], random.Random(SEED)
    for number in range(UPDATES):
        stop.wait(chance.random())
        with transaction.atomic():
            Organisation.objects.filter(pk=organisation.pk).update(description=f"zwaluwtelling{number}x{number}")
            announce_change(organisation, "changed")
        begin = time.perf_counter()
        while f"organisation:{organisation.pk}" not in ids(f'"zwaluwtelling{number}x{number}"'):
            time.sleep(0.005)
        times.append(time.perf_counter() - begin)
    stop.set()
    thread.join()
    times.sort()
    print(
        f"  {'from commit to found':44} p50 {times[len(times) // 2]:8.2f} s   slowest {times[-1]:5.2f} s", flush=True
    )


def size() -> float:
    """The size of the index in megabytes."""
    from stedennet.search import index_store

    return sum(path.stat().st_size for path in index_store.find_current_index().iterdir()) / 1e6


def beside_wagtail(number: int, ours: float) -> None:
    """Ask Wagtail's built-in search the same questions, on articles with the same texts."""
    from benchmarks.engines import lay_articles
    from stedennet.publications.models import ArticlePage

    lay_articles([Document(str(place), title, text) for place, (title, text) in enumerate(texts(number))])
    theirs = measure(
        "Wagtail's built-in search, a page of articles",
        lambda question: list(ArticlePage.objects.live().search(question)[:20]),
        questions(number)[:100],
    )
    print(f"  ours is {theirs / ours:.0f} times as fast")


def main(numbers: list[int]) -> None:
    """Measure each size, the smallest next to Wagtail."""
    for number in numbers:
        print(f"{number:,} items", flush=True)
        seconds = fill(number)
        print(f"  rebuilt in {seconds:.0f} s ({number / seconds:.0f} a second), {size():.0f} MB", flush=True)
        processor_time = measure("ids", ids, questions(number))
        measure("ids, frequent words among others", ids, questions(number, hot=True))
        measure("all data of a page", page, questions(number))
        measure("ids, frequent words", ids, hot_questions())
        measure("all data of a page, frequent words", page, hot_questions())
        updates()
        if number == BESIDE_WAGTAIL:
            beside_wagtail(number, processor_time)


if __name__ == "__main__":
    set_up()
    main([int(argument) for argument in sys.argv[1:]] or [10_000, 100_000, 1_000_000])
