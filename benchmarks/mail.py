"""How fast a mailing goes out: mails of 8.5 kB, each with its own name, links and headers, to servers on this machine.

Use: `python -m benchmarks.mail [number] [--only aiosmtpd|pipelining|bare]`; 100,000 mails by default. `pipelining` is
aiosmtpd too, which then announces PIPELINING; `bare` does nothing but count.

- *the sink's limit*: mails made beforehand, over the same connections, nothing else to do: SMTP allows nothing faster.
- *Django's send()*: what Django does by itself: a message made and a connection opened for each mail.
- *one kept connection*: Django's messages over one connection.
- *ours, on the wire*: fills the letter and hands it over.
- *ours, whole*: with claiming and writing down in the database.
"""

import resource
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice

from benchmarks.mail_sinks import Sink, running
from benchmarks.stage import set_up

Way = Callable[[int], Callable[[], object]]
"""From a number of mails to what is timed; what can be made ready beforehand happens before that."""
CONNECTIONS = 4
ROUNDS = 3
WORDS = "Gemeenten werken samen aan een gezonde, bereikbare en veilige stad; zie wat er nieuw is. "


def main(number: int, kinds: list[str]) -> None:
    """Measure each sink; prints a table with ratios."""
    for kind in kinds:
        with running(kind) as sink:
            measure(kind, sink, number)


def measure(kind: str, sink: Sink, number: int) -> None:
    """All ways to this sink, each `ROUNDS` times in turn; the best of each counts, for noise only makes slower."""
    use(sink.port)
    letter = a_letter()
    few, many = max(min(number, 3000) // 3, 50), max(number // 10, 100)
    ways: dict[str, tuple[Way, int]] = {
        "the sink's limit": (lambda n: limit_of(letter, sink.port, n), many),
        "Django's send()": (lambda n: lambda: by_django(letter, n, keep=False), few),
        "one kept connection": (lambda n: lambda: by_django(letter, n, keep=True), few),
        "ours, on the wire": (lambda n: lambda: on_the_wire(letter, n), many),
        "ours, whole": (lambda n: whole(letter, n), many),
    }
    rates: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, (way, times) in ways.items():
            rates[name].append(timed(way(times), sink, times))
    best = {name: max(found) for name, found in rates.items()}
    show(kind, best)
    all_of_them(sink, letter, number, best["the sink's limit"])


def timed(run: Callable[[], object], sink: Sink, number: int) -> float:
    """Mails a second; every mail must have come, once."""
    sink.got()
    begin = time.perf_counter()
    run()
    passed = time.perf_counter() - begin
    assert sink.got() == (number, 0), "not every mail came exactly once"
    return number / passed


def show(kind: str, rates: dict[str, float]) -> None:
    """The rates, and how they compare to the sink's limit and to Django."""
    print(f"\n{kind}, mails of {len(one_mail()) / 1000:.1f} kB, {CONNECTIONS} connections")
    print(f"{'':24} {'mails/s':>9} {'of the limit':>13} {'x Django':>9}")
    for name, rate in rates.items():
        part, times = rate / rates["the sink's limit"], rate / rates["Django's send()"]
        print(f"{name:24} {rate:9,.0f} {part:13.0%} {times:9.1f}")


def all_of_them(sink: Sink, letter: object, number: int, limit: float) -> None:
    """The whole number in one mailing, with the memory before and after."""
    before = memory()
    prepare_begin = time.perf_counter()
    mailing = prepared(letter, number)
    prepare_time = time.perf_counter() - prepare_begin
    between = memory()
    sink.got()
    begin = time.perf_counter()
    sent = send_all()
    passed = time.perf_counter() - begin
    assert sink.got() == (number, 0)
    assert sent == counted(mailing) == number
    print(f"{number:,} personalised: prepared in {prepare_time:.1f} s, handed over in {passed:.1f} s = ", end="")
    print(f"{number / passed:,.0f}/s ({number / passed / limit:.0%} of the limit), each exactly once")
    print(f"memory at most: {before} MB before, {between} MB after preparing, {memory()} MB after sending")


def memory() -> int:
    """The most memory that this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def use(port: int) -> None:
    """Let Django's settings name this server."""
    from django.conf import settings

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.BOUNCE_EMAIL = "bounces@stedennet.example"
    settings.MAIL_CONNECTIONS = CONNECTIONS


def a_letter() -> object:
    """A letter of ten items, so long that a mail is about 8.5 kB."""
    from stedennet.mailing.letters import LetterItem, write_letter

    item = LetterItem(
        "Artikel", "Slimme lantaarnpalen in de wijk", WORDS * 2, "https://stedennet.example/artikelen/lamp/"
    )
    return write_letter(
        [item] * 6,
        subject="Nieuws voor {name}",
        language="nl",
        intro=WORDS * 2,
        reason="U krijgt dit, {{{name}}}, omdat u zich abonneerde.",
        manage_url="{{{manage_url}}}",
    )


def values_of(number: int) -> dict[str, str]:
    """What differs for each addressee."""
    return {"name": f"Lezer {number} é", "manage_url": f"https://stedennet.example/abonneren/mijn/{number:040}/"}


def rows(number: int) -> Iterator[object]:
    """Addressees as the database would give them."""
    from stedennet.mailing.renderer import ClaimedDelivery

    for one in range(number):
        values = values_of(one)
        yield ClaimedDelivery(one, 1, f"lezer-{one}@example.org", values, values["manage_url"])


class Desk:
    """An office whose one mailing is not in the database."""

    def __init__(self, letter: object) -> None:
        from stedennet.mailing.renderer import Renderer
        from stedennet.mailing.rules.skeleton import Skeleton

        self._office = Renderer()
        self._office._skeletons[1] = Skeleton(letter, sender="Stedennet <nieuws@stedennet.example>", list_id="n.x")

    def parcels(self, some: list[object]) -> Iterator[object]:
        """A mail for each row."""
        return self._office.build_mails(some)


def one_mail() -> bytes:
    """A mail as it goes over the wire."""
    return next(Desk(a_letter()).parcels(list(rows(1)))).data


def limit_of(letter: object, port: int, number: int) -> Callable[[], object]:
    """Mails made beforehand, over the same number of connections."""
    from benchmarks.mail_blast import Talk, blast

    made = list(Desk(letter).parcels(list(rows(number))))
    talks = [Talk(port, made[one::CONNECTIONS]) for one in range(CONNECTIONS)]
    return lambda: blast(talks)


def on_the_wire(letter: object, number: int) -> None:
    """Fill and hand over, without a database."""
    from stedennet.mailing.transport import open_transport

    desk, some, away = Desk(letter), rows(number), 0
    with open_transport() as carrier:
        while True:
            if away <= 200:
                chunk = list(islice(some, 400 - away))
                carrier.send(desk.parcels(chunk))
                away += len(chunk)
            if not away:
                return
            away -= len(carrier.receive_answers())


def prepared(letter: object, number: int) -> object:
    """A mailing to so many."""
    from django.db import transaction

    from stedennet.mailing.flows.mailings import Addressee, prepare_mailing

    label = f"m{time.monotonic_ns()}"
    addressees = (
        Addressee(f"{label}:{one}", f"lezer-{one}@example.org", values_of(one), values_of(one)["manage_url"])
        for one in range(number)
    )
    with transaction.atomic():
        return prepare_mailing(label, letter, addressees, list_id="nieuws.stedennet.example")


def send_all() -> int:
    """The worker's chore until nothing is due."""
    from stedennet.mailing.flows.deliveries import send_due_deliveries

    total = 0
    while sent := send_due_deliveries(within=600):
        total += sent
    return total


def counted(mailing: object) -> int:
    """How many the database says were handed over."""
    from stedennet.mailing.flows.mailings import count_deliveries

    return count_deliveries(mailing).handed_over


def whole(letter: object, number: int) -> Callable[[], object]:
    """With the database; preparing happened before, when the mailing was planned."""
    prepared(letter, number)
    return send_all


def by_django(letter: object, number: int, *, keep: bool) -> None:
    """What Django does by itself."""
    from django.core.mail import EmailMultiAlternatives, get_connection

    from stedennet.mailing.rules.placeholders import fill_placeholders

    kept = get_connection() if keep else None
    if kept:
        kept.open()
    for one in range(number):
        values = {**values_of(one), "unsubscribe_url": values_of(one)["manage_url"]}
        message = EmailMultiAlternatives(
            letter.subject, fill_placeholders(letter.text, values), to=[f"lezer-{one}@example.org"], connection=kept
        )
        message.attach_alternative(fill_placeholders(letter.html, values), "text/html")
        message.send()
    if kept:
        kept.close()


if __name__ == "__main__":
    arguments = sys.argv[1:]
    only = [arguments[arguments.index("--only") + 1]] if "--only" in arguments else ["aiosmtpd", "pipelining", "bare"]
    numbers = [int(one) for one in arguments if one.isdecimal()]
    set_up()
    main(numbers[0] if numbers else 100_000, only)
