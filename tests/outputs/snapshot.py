"""Writes one snapshot: first what anybody can read, then what comes of sending every form."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from .crawl import STARTS, Crawl, find_plain_addresses
from .folders import read_addresses, write_file
from .forms import fill_form, find_forms
from .mails import find_links, read_mails, render_templates
from .masks import describe_response, mask_text
from .world import World

EDITOR, SIGNATORY = "beheer@stedennet.example", "denhaag@stedennet.example"
DAYS = (0, 0, 0, 1, 8, 30, 60, 120)
"""How many days pass before each round in which mails are read and their links followed."""
MOST_FROM_MAILS = 12
"""How often the forms of one kind are sent on pages that mails lead to."""


def write_snapshot(folder: Path, *, also: Path | None) -> None:
    """Fill the folder, which must be empty or new; `also` is another snapshot, whose addresses are asked too."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise SystemExit(f"{folder} is not empty")
    writer = Writer(folder)
    asked = read_addresses(also) if also else []
    crawl = Crawl([*STARTS, *find_plain_addresses()])
    pages = writer.read_pages(crawl)
    # Last, so that forms and mails come in the same order with and without them.
    writer.read_pages(Crawl([address for address in asked if address not in crawl.seen], within="none but these"))
    writer.read_pages(Crawl(["/account/"], within="/account/"), SIGNATORY)
    for address, page in pages.items():
        writer.send_forms(address, page)
    for days in DAYS:
        writer.follow_mails(days)
    for title, text in render_templates():
        write_file(folder, title, mask_text(text))


class Writer:
    """Asks, and writes down what the answer was."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.world = folder, World()
        self._sent: Counter[tuple[str, str]] = Counter()
        self._read: set[tuple[str, str]] = set()

    def read_pages(self, crawl: Crawl, person: str = "") -> dict[str, str]:
        """Every address of a crawl; returns the Dutch pages."""
        client, pages = self.world.make_client(person), {}
        for address in crawl:
            pages[address] = page = self._ask(client, address, "SIGNED-IN" if person else "GET")
            if page:
                crawl.add_links(address, page)
        return {address: page for address, page in pages.items() if page and not address.startswith("/en/")}

    def _ask(self, client: Any, address: str, how: str = "GET") -> str:
        """Write down the answer; the page when it is one, else nothing."""
        accept = "application/activity+json" if address.startswith("/fediverse/") else "text/html"
        response = client.get(address, headers={"accept": accept})
        write_file(self.folder, f"{how} {mask_text(address)}", describe_response(response))
        is_page = "text/html" in response.headers.get("Content-Type", "") and response.content.strip()
        return response.content.decode() if is_page else ""

    def send_forms(self, address: str, page: str, person: str = "", *, most: int = 1) -> None:
        """The forms of this page of which the like was sent fewer than `most` times before."""
        for action, names, form in find_forms(address, page):
            kind = (action.split("/")[1], names)
            if self._sent[kind] < most:
                self._sent[kind] += 1
                email = f"lezer-{self._sent.total()}@voorbeeld.example"
                data = fill_form(form, email=email, day=self.world.moment.date())
                response = self.world.make_client(person).post(action, data)
                write_file(self.folder, f"POST {mask_text(action)} {names}", describe_response(response))

    def follow_mails(self, days: int) -> None:
        """Let days pass, write down the mails, and open what they lead to: pages for editors as an editor."""
        self.world.work(days=days)
        for title, text in new_mails(read_mails(), self._read):
            write_file(self.folder, title, mask_text(text))
            for address in find_links(text):
                person = EDITOR if address.startswith("/beheer/") else ""
                if page := self._ask(self.world.make_client(person), address, "FROM-MAIL"):
                    self.send_forms(address, page, person, most=MOST_FROM_MAILS)


def new_mails(mails: Iterable[tuple[str, str]], read: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those that were not read before; marks them as read."""
    new = [mail for mail in mails if mail not in read]
    read.update(new)
    return new
