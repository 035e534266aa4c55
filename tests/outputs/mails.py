"""All mails: those that the site wrote, and each template of a mail with everything there and with nothing there."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import stedennet

from .world import HOST

DATE_PARTS = ("year", "month", "day")


class Anything(int):
    """Stands for any value: a number with itself as every attribute. 0 is empty, 2 is written “x” and holds itself."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name == "resolve_expression":
            raise AttributeError(name)
        if name == "weekday":
            return lambda: Anything(2)
        return Anything(2) if name in DATE_PARTS else self

    def __getitem__(self, key: object) -> Any:
        return self

    def __iter__(self) -> Iterator[Any]:
        return iter([self] if self else [])

    def __str__(self) -> str:
        return "x" if self else ""


class Everything(dict[str, Any]):
    """Values for a template in which every name is known, each with the same value."""

    def __init__(self, value: object) -> None:
        super().__init__()
        self._value = value

    def __contains__(self, name: object) -> bool:
        return name not in ("True", "False", "None")

    def __getitem__(self, name: str) -> Any:
        return self._value


def render_templates() -> Iterator[tuple[str, str]]:
    """The title and the text of each template of a mail in both languages, with every value there and with none."""
    from django.template import Context, Engine
    from django.utils import translation

    for file in sorted(Path(stedennet.__file__).parent.glob("*/templates/mail/*")):
        template = Engine.get_default().get_template(f"mail/{file.name}")
        for language in ("nl", "en"):
            for kind, value in (("full", Anything(2)), ("empty", Anything(0))):
                context = Context()
                context.dicts.append(Everything(value))
                with translation.override(language):
                    yield f"TEMPLATE {file.name} {language} {kind}", template.render(context)


def read_mails() -> Iterator[tuple[str, str]]:
    """The title (template and addressee) and the whole of each mail that the site wrote, in order of writing."""
    from django.apps import apps

    for mail in apps.get_model("outbox", "OutgoingMail").objects.order_by("pk"):
        words = (mail.subject, mail.reply_to, mail.language, mail.text, mail.html)
        yield f"MAIL {mail.template} {mail.to}", "\n".join(words)
    for delivery in apps.get_model("mailing", "Delivery").objects.select_related("mailing").order_by("pk"):
        letter = delivery.mailing
        words = (letter.subject, letter.language, str(delivery.values), letter.text, letter.html)
        yield f"MAIL {letter.pk} to many, {delivery.email}", "\n".join(words)


def find_links(mail: str) -> list[str]:
    """The addresses on our site that a mail names, each once."""
    found = re.findall(rf"http://{HOST}(/[^\s\"'<>]*)", mail)
    return list(dict.fromkeys(link.rstrip(".,)").partition("#")[0] for link in found))
