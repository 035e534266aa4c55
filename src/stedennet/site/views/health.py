"""Probes for monitoring: no session, host check or HTTPS needed; each takes at most 2 ms."""

import time
from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse

from stedennet.search.health import find_index_problem
from stedennet.worker.health import is_worker_alive

TRUSTED_FOR = 10.0
"""Seconds before migrations that were all applied are checked again."""


def livez(request: HttpRequest) -> HttpResponse:
    """Report that the process runs. Uses no database, so that an outage there restarts no process."""
    return _finish_probe(HttpResponse("ok\n", content_type="text/plain"))


def healthz(request: HttpRequest) -> HttpResponse:
    """Answer as `livez`, at its former address."""
    return livez(request)


def readyz(request: HttpRequest) -> HttpResponse:
    """Tell a load balancer whether to send traffic: 200 when the database answers and is migrated, else 503.

    The worker does not count, because pages work without it. Nor does search, whose problem is reported all the same.
    """
    checks = {"database": False, "migrations": False}
    search_problem = ""
    try:
        checks["database"] = _database_answers()
        checks["migrations"] = _migrations.are_applied()
        search_problem = find_index_problem()
    except DatabaseError:
        connection.close_if_unusable_or_obsolete()
    ready = all(checks.values())
    report = {"ready": ready, "checks": {**checks, "search": ready and not search_problem}}
    if search_problem:
        report["search"] = search_problem
    return _finish_probe(JsonResponse(report, status=200 if ready else 503))


def workerz(request: HttpRequest) -> HttpResponse:
    """Tell whether mail goes out: 200 when a worker was active within the last minute, else 503."""
    try:
        is_alive = is_worker_alive()
    except DatabaseError:
        connection.close_if_unusable_or_obsolete()
        is_alive = False
    return _finish_probe(JsonResponse({"worker": is_alive}, status=200 if is_alive else 503))


PROBES = (livez, healthz, readyz, workerz)


def _finish_probe(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django would write a line for each 503.
    return response


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone())


class _Migrations:
    """Whether all migrations of this version are applied; a positive answer is kept for `TRUSTED_FOR` seconds."""

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
    """Check the migrations again at the next probe."""
    _migrations.until = 0.0


@cache
def _last_migrations() -> frozenset[tuple[str, str]]:
    """The last migration of each app in this version, which implies all earlier ones."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())
