"""The list of newsletters that went out."""

from django.db.models import Prefetch
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from stedennet.changes.log_dates import order_by_newest_change
from stedennet.core.text import get_localised_text
from stedennet.newsletters.models import Newsletter, Story
from stedennet.newsletters.querysets import NewsletterQuerySet

from .declarations import Column, List, Order, whole_address


def add_public_stories(newsletters: NewsletterQuerySet) -> NewsletterQuerySet:
    """Prefetch the stories that everybody may read."""
    return newsletters.prefetch_related(Prefetch("stories", Story.objects.public()))


def _format_day(newsletter: Newsletter) -> str:
    return localdate(newsletter.begun_at).isoformat() if newsletter.begun_at else ""


NEWSLETTERS = List(
    kind="newsletter",
    name="nieuwsbrieven",
    label=_("Nieuwsbrieven"),
    rows=lambda: Newsletter.objects.public(),
    prepare=add_public_stories,
    orders=(Order("nieuw", "", lambda newsletters: newsletters.order_by("-begun_at", "-id")),),
    feed=lambda newsletters: order_by_newest_change(add_public_stories(newsletters), otherwise="begun_at"),
    columns=(
        Column("onderwerp", _("Onderwerp"), lambda newsletter: get_localised_text(newsletter, "subject")),
        Column("datum", _("Datum"), _format_day),
        Column("berichten", _("Berichten"), lambda newsletter: len(newsletter.stories.all()), int),
        Column("adres", _("Adres"), lambda newsletter: whole_address("newsletter", newsletter.slug)),
    ),
)
