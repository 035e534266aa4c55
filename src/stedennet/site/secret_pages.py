"""For pages whose address is a secret, or whose content should not stay behind."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse


def keep_address_secret(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """No other page learns this address from the browser, and no search engine keeps it."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return wrapped
