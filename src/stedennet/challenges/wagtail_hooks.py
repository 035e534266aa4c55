"""Challenges in Wagtail's admin, saved through this room's flows."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSetGroup

from stedennet.core.admin_viewsets import RecordFlows, build_viewset

from .access import can_edit_challenges
from .flows.challenges import remove_challenge, remove_link, save_challenge, save_link
from .models import Challenge, ChallengeLink


class ChallengesGroup(ModelViewSetGroup):  # type: ignore[misc]
    """The menu “Opgaven”."""

    menu_label = _("Opgaven")
    menu_icon = "help"
    menu_order = 145

    items = (
        build_viewset(
            Challenge,
            "help",
            [
                "title",
                "title_en",
                "slug",
                "summary",
                "summary_en",
                "text",
                "text_en",
                "themes",
                "owner",
                "sdgs",
                "source_url",
                "source_on",
                "source_precision",
                "reviewed_on",
                "next_review_on",
            ],
            keeper=RecordFlows(can_edit_challenges, save_challenge, remove_challenge),
            list_display=["title", "owner", "source_on"],
            list_filter=["themes"],
            search_fields=["title", "title_en", "summary"],
        ),
        build_viewset(
            ChallengeLink,
            "link",
            ["challenge", "action", "initiative", "call"],
            keeper=RecordFlows(can_edit_challenges, save_link, remove_link),
            list_display=["challenge", "action", "initiative", "call"],
            list_filter=["challenge"],
            search_fields=["challenge__title", "action__code", "initiative__title", "call__title"],
        ),
    )


@hooks.register("register_admin_viewset")
def challenges_viewsets() -> ChallengesGroup:
    """Register the menu “Opgaven” and its pages."""
    return ChallengesGroup()
