"""For the machines that watch over this one: no session, no host name, no HTTPS; each costs at most 2 ms."""

import time
from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse

from stedennet.search.health import find_index_problem as search_trouble
from stedennet.worker.health import is_worker_alive

TRUSTED_FOR = 10.0
"""Seconds during which tables that were up to date are not looked at again."""


def livez(request: HttpRequest) -> HttpResponse:
    """The process lives. Touches nothing, so that a database that stands still gets no process restarted."""
    return _finish_probe(HttpResponse("ok\n", content_type="text/plain"))


def healthz(request: HttpRequest) -> HttpResponse:
    """The same under its former name."""
    return livez(request)


def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and its tables are up to date, else 503: may a load balancer send readers here?

    The worker does not count: without it every page answers. Nor does searching, which is told all the same.
    """
    checks = {"database": False, "migrations": False}
    trouble = ""
    try:
        checks["database"] = _database_answers()
        checks["migrations"] = _migrations.are_applied()
        trouble = search_trouble()
    except DatabaseError:
        connection.close_if_unusable_or_obsolete()
    ready = all(checks.values())
    answer = {"ready": ready, "checks": {**checks, "search": ready and not trouble}}
    if trouble:
        answer["search"] = trouble
    return _finish_probe(JsonResponse(answer, status=200 if ready else 503))


def workerz(request: HttpRequest) -> HttpResponse:
    """200 when a worker gave a sign of life within a minute, else 503: does mail go out?"""
    try:
        seen = is_worker_alive()
    except DatabaseError:
        connection.close_if_unusable_or_obsolete()
        seen = False
    return _finish_probe(JsonResponse({"worker": seen}, status=200 if seen else 503))


PROBES = (livez, healthz, readyz, workerz)


def _finish_probe(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer._has_been_logged = True  # type: ignore[attr-defined]  # Django would write a line for each 503.
    return answer


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone())


class _Migrations:
    """Whether all migrations of this version are applied; a yes holds for ten seconds."""

    def __init__(self) -> None:
        self.until = 0.0

    def are_applied(self) -> bool:
        if time.monotonic() >= self.until:
            applied = MigrationRecorder(connection).applied_migrations()
            if not _last_migrations() <= applied.keys():
                return False
            self.until = time.monotonic() + TRUSTED_FOR
        return True


_migrations = _Migrations()


def forget_applied_migrations() -> None:
    """Look at the tables anew at the next question."""
    _migrations.until = 0.0


@cache
def _last_migrations() -> frozenset[tuple[str, str]]:
    """The last migration of each app in this version: what came before them is applied too."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())
