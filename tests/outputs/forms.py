"""Fills in a form as somebody would who answers everything."""

import datetime as dt
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import lxml.html

WORDS = "Voorbeeld van een tekst die lang genoeg is om te vertellen wat wij samen doen in de stad, voor wie en waarom."
NOT_SENT = ("/account/uitloggen/", "/account/verwijderen/")


def find_forms(address: str, page: str) -> Iterator[tuple[str, str, Any]]:
    """Each form of a page that sends something: its address, the names of its fields, and the form."""
    for form in lxml.html.fromstring(page).forms:
        action = urlsplit(urljoin(address, form.action or address)).path
        if form.method == "POST" and not action.startswith(NOT_SENT):
            yield action, " ".join(sorted({field.name for field in form.inputs if field.name})), form


def fill_form(form: Any, *, email: str, day: dt.date) -> dict[str, Any]:
    """What somebody with this address would send; `day` is the present day. The first button is pressed."""
    typed = {
        "email": email,
        "url": "https://example.org/voorbeeld",
        "date": str(day + dt.timedelta(days=30)),
        "datetime-local": f"{day + dt.timedelta(days=30)}T10:00",
        "number": "3",
        "textarea": WORDS,
        "hidden": "",
    }
    data: dict[str, Any] = {}
    for field in form.inputs:
        kind = field.get("type", "text") if field.tag == "input" else field.tag
        if not field.name or field.name == "website" or kind in ("file", "submit"):
            continue
        if field.tag == "select":
            data[field.name] = next((option for option in reversed(field.value_options) if option), "")
        elif kind in ("checkbox", "radio"):
            data.setdefault(field.name, field.get("value", "on"))
        else:
            there = (field.value or "").strip()
            data[field.name] = there or typed.get(kind) or ("Eindhoven" if field.get("list") else "Voorbeeld")
    buttons = form.xpath(".//button[@name]")
    return data | {button.get("name"): button.get("value", "") for button in buttons[:1]}
