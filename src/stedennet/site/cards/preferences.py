"""The organisations for which a person may choose whether they are suggested as a partner."""

from django.urls import reverse

from stedennet.accounts.models import User
from stedennet.core.clock import today
from stedennet.network.models import Representation


def list_matching_choices(user: User) -> list[dict[str, str]]:
    """List the organisations that `user` represents, each with the page to choose on."""
    representations = Representation.objects.on(today()).filter(user_id=user.pk).select_related("organisation")
    return [
        {
            "name": representation.organisation.name,
            "url": reverse("matching_choice", args=[representation.organisation.slug]),
        }
        for representation in representations
    ]
