"""Shared by the tests of the outbox: templates, a clock, and mail servers that work, fail, stall or kill workers."""

import pytest
from django.core.mail.backends.locmem import EmailBackend

TEMPLATES = {
    "mail/hello.subject.txt": "{% load i18n %}{% get_current_language as code %}{{ code }}: hello {{ name }}\n",
    "mail/hello.txt": "\n\nHello {{ name }}\n\n",
    "mail/hello.html": "<p>Hello {{ name }}</p>",
    "mail/hello.reason.txt": "Because.\n",
    "mail/frame.txt": "Dear reader,\n{{ body }}\n{{ reason }}\n",
    "mail/frame.html": "<p>Dear reader</p>{{ body|safe }}<p>{{ reason }}</p>",
}


@pytest.fixture
def templates(settings):
    loader = ("django.template.loaders.locmem.Loader", TEMPLATES)
    settings.TEMPLATES = [
        {"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {"loaders": [loader]}}
    ]


class Server:
    """The mail server; `before` runs when a mail comes in, before it is taken."""

    def __init__(self, monkeypatch) -> None:
        self.before = lambda: None
        self.tries = 0
        take = EmailBackend.send_messages

        def send_messages(backend, messages):
            self.tries += 1
            self.before()
            return take(backend, messages)

        monkeypatch.setattr(EmailBackend, "send_messages", send_messages)

    def answers(self, error: BaseException | None) -> None:
        """Say this error from now on, or nothing any more."""

        def answer():
            if error:
                raise error

        self.before = answer


@pytest.fixture
def server(monkeypatch) -> Server:
    return Server(monkeypatch)
