"""The WSGI application; `stedennet.serving.entry` calls it once a request was read completely."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stedennet.config.settings")
django = get_wsgi_application()

UNDERSCORED = ("HTTP_CONTENT_LENGTH", "HTTP_CONTENT_TYPE")
"""WSGI passes these without HTTP_; with it they can only come from Content_Length and Content_Type, which no honest
client sends. `serve` drops every name with an underscore (serving/environ.py); this covers other servers too, which do
not distinguish "_" from "-" in other names."""


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Django, without the headers that can only come from a name with an underscore."""
    for name in UNDERSCORED:
        environ.pop(name, None)
    return django(environ, start_response)
