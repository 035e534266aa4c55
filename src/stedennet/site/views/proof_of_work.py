"""The proof-of-work challenge for public forms."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from ..public_forms.proof_of_work import create_challenge


@never_cache
def send_challenge(request: HttpRequest) -> JsonResponse:
    """Send a new challenge."""
    return JsonResponse(create_challenge())
