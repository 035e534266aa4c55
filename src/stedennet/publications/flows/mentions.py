"""Offers the organisations that an article's text names to its editor."""

from typing import TYPE_CHECKING

from stedennet.core.clock import today
from stedennet.network.models import Organisation
from stedennet.network.rules.names import list_everyday_names

from ..rules import mentions

if TYPE_CHECKING:
    from ..models import ArticlePage


def offer_mentions(article: "ArticlePage") -> list[mentions.Mention]:
    """Add each organisation that the text names and that is not listed yet, for the editor to decide; returns those.

    Works on the article in memory, so that a draft keeps them too. What the editor linked, confirmed or rejected
    stays.
    """
    existing_keys = {row.organisation_id for row in article.organisations.all()}
    found = mentions.find_mentions(article.text, load_known_organisations())
    new_mentions = [mention for mention in found if mention.key not in existing_keys]
    model = article._meta.get_field("organisations").related_model
    for mention in new_mentions:
        origin = model.Origin.FOUND if mention.sure else model.Origin.UNSURE
        article.organisations.add(model(organisation_id=mention.key, origin=origin, state=model.State.OFFERED))
    return new_mentions


def load_known_organisations() -> list[mentions.KnownOrganisation]:
    """The organisations in the register as the rule takes them; one query."""
    rows = Organisation.objects.only("pk", "kind", "name", "short_name", "code", "ends_on")
    return [describe_known_organisation(organisation) for organisation in rows]


def describe_known_organisation(organisation: Organisation) -> mentions.KnownOrganisation:
    """The organisation with the ways in which a text may write its name."""
    others = list_everyday_names(organisation.code or "")
    spellings = mentions.list_spellings(organisation.name, organisation.short_name, others)
    is_former = organisation.ends_on is not None and organisation.ends_on <= today()
    return mentions.KnownOrganisation(organisation.pk, organisation.kind, spellings, is_former)
