"""A demo of its own for one snapshot: a database that is thrown away, and a clock that only this process moves."""

import datetime as dt
import os
import tempfile
from pathlib import Path
from typing import Any

from django.utils import timezone

from tests import prepared

HOST = "stedennet.example"
TICK = dt.timedelta(microseconds=1)
"""What each look at the clock takes, so that what came first stays first."""
SETTINGS = {
    "ALLOWED_HOSTS": f'["{HOST}"]',
    "DATABASE_URL": "",
    "DEMO": "1",
    "FEDIVERSE": "1",
    "HTTPS": "0",
    "LOG_LEVEL": "CRITICAL",
    "PUBLIC_MAIL_GRACE_MINUTES": "0",
    "SECRET_KEY": "only-for-snapshots-of-outputs",
    "SITE_URL": f"http://{HOST}",
}


class World:
    """The site with the demo's content. Making it starts Django, once in a process."""

    def __init__(self) -> None:
        self.moment = dt.datetime(2026, 12, 1, 9, 0, tzinfo=dt.UTC)
        timezone.now = self._read_time
        self._folder = tempfile.TemporaryDirectory(prefix="outputs-", ignore_cleanup_errors=True)
        self._start_django(Path(self._folder.name))
        from stedennet.demo import loader
        from stedennet.worker import loop

        self._rounds, self._seconds, self._visitors = loop.JobSchedule(), 0, 0
        loader.load_demo(lambda line: None)
        self.work()

    def _read_time(self) -> dt.datetime:
        self.moment += TICK
        return self.moment

    def _start_django(self, folder: Path) -> None:
        prepared.fill(str(folder / "stedennet.sqlite3"))
        os.environ |= {f"STEDENNET_{name}": value for name, value in SETTINGS.items()}
        os.environ |= {"STEDENNET_VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "stedennet.config.settings"}
        import django
        from django.conf import settings

        plain_files = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        settings.STORAGES = {**settings.STORAGES, "staticfiles": plain_files}
        settings.LOGGING["loggers"]["stedennet.security"]["level"] = "CRITICAL"
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        django.setup()

    def work(self, *, days: float = 0) -> None:
        """Let days pass, then let the worker do everything, until nothing that it did gives more to do."""
        self.moment += dt.timedelta(days=days)
        for _again in range(3):
            self._seconds += 10**7
            self._rounds.once(self._seconds)

    def make_client(self, person: str = "") -> Any:
        """A browser at an address of its own, in which this person (an e-mail address of the demo) is signed in."""
        from django.contrib.auth import get_user_model
        from django.test import Client

        self._visitors += 1
        place = f"10.0.{self._visitors // 250}.{self._visitors % 250 + 1}"
        client = Client(raise_request_exception=False, headers={"host": HOST}, REMOTE_ADDR=place)
        if person:
            client.force_login(
                get_user_model().objects.get(email=person), "allauth.account.auth_backends.AuthenticationBackend"
            )
        return client
