"""Queries of challenges and of what belongs to them."""

from collections.abc import Iterable
from typing import Any, Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Prefetch, Q

from stedennet.agenda.models import Commitment, Edition
from stedennet.calls.models import Call
from stedennet.core.folded_text import fold_text
from stedennet.initiatives.models import Initiative
from stedennet.network.models import Organisation, Theme


class ChallengeQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Challenges."""

    def readable(self) -> Self:
        """Challenges with a public page; examples only where the site shows them."""
        return self.all() if settings.SHOW_EXAMPLES else self.filter(is_example=False)

    def about(self, theme: str) -> Self:
        """Challenges with this theme (a slug)."""
        return self.filter(themes__slug=theme)

    def about_any(self, themes: Iterable[Theme]) -> Self:
        """Challenges with one of these themes, each once."""
        return self.filter(pk__in=self.model._default_manager.filter(themes__in=themes).order_by().values("pk"))

    def owned_by(self, organisation: str) -> Self:
        """Challenges of this organisation (a slug)."""
        return self.filter(owner__slug=organisation)

    def of_organisation(self, organisation: Organisation) -> Self:
        """Challenges that this organisation owns, or works on by an action of the current edition, an initiative or a
        call; each once."""
        commitments = Commitment.objects.of_organisation(organisation).filter(edition=Edition.objects.current_key())
        initiatives = Initiative.objects.published().with_part_of(organisation.slug)
        calls = Call.objects.readable().filter(organisation=organisation)
        links: Any = apps.get_model("challenges", "ChallengeLink")._default_manager
        own = links.filter(
            Q(action__in=commitments.order_by().values("action"))
            | Q(initiative__in=initiatives.order_by().values("pk"))
            | Q(call__in=calls.order_by().values("pk"))
        )
        return self.filter(Q(owner=organisation) | Q(pk__in=own.order_by().values("challenge")))

    def serving(self, goal: int) -> Self:
        """Challenges that serve this sustainable development goal."""
        return self.filter(sdgs__has_goal=goal)

    def saying(self, words: str) -> Self:
        """Challenges with these words in the title or the summary; only the first six words count."""
        rows = self
        for word in fold_text(words).split()[:6]:
            rows = rows.filter(Q(title__folded__contains=word) | Q(summary__folded__contains=word))
        return rows

    def naming(self, record: models.Model) -> Self:
        """Challenges that this action, initiative or call belongs to."""
        return self.filter(**{f"links__{record._meta.model_name}": record})

    def with_cards(self) -> Self:
        """The same challenges with what a list shows: owner, themes, and the links that readers can follow."""
        links: Any = apps.get_model("challenges", "ChallengeLink")._default_manager
        return self.select_related("owner").prefetch_related(
            "themes__scheme", Prefetch("links", links.readable(), to_attr="readable_links")
        )


class ChallengeLinkQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Links between a challenge and an action, initiative or call."""

    def readable(self) -> Self:
        """Links to what stands in a public list: the current edition, published initiatives, calls with a page."""
        commitments = Commitment.objects.filter(edition=Edition.objects.current()).order_by()
        return self.filter(
            Q(action__in=commitments.values("action"))
            | Q(initiative__in=Initiative.objects.published().order_by().values("pk"))
            | Q(call__in=Call.objects.readable().order_by().values("pk"))
        )
