"""The sum that a browser does before it sends a form."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from ..proof import challenge


@never_cache
def proof(request: HttpRequest) -> JsonResponse:
    """A new sum."""
    return JsonResponse(challenge())
