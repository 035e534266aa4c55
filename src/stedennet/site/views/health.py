"""For the machines that watch over this one."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from stedennet.search.health import trouble as search_trouble
from stedennet.worker.health import worker_seen


def healthz(request: HttpRequest) -> HttpResponse:
    """The process lives."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, its tables are up to date and the worker was seen within a minute; else 503.

    Without its index the site answers still, so that trouble with searching is told and does not count.
    """
    checks = {"database": False, "migrations": False, "worker": False}
    try:
        executor = MigrationExecutor(connection)
        checks["database"] = True
        checks["migrations"] = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        checks["worker"] = worker_seen()
    except DatabaseError:
        pass
    ready = all(checks.values())
    trouble = search_trouble() if checks["database"] else ""
    answer = {"ready": ready, "checks": {**checks, "search": not trouble}}
    if trouble:
        answer["search"] = trouble
    return JsonResponse(answer, status=200 if ready else 503)
