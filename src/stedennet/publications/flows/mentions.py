"""Offering the organisations that an article's text names."""

from typing import Any

from stedennet.network.models import Organisation
from stedennet.network.rules.names import list_everyday_names

from ..rules import mentions


def offer_mentions(article: Any) -> list[mentions.Mention]:
    """Add each organisation that the text names and that is not there yet, as “still to choose”.

    Works on the article in memory, so that a draft keeps it too. What the editor linked, confirmed or rejected stays.
    Returns what was added.
    """
    there = {one.organisation_id for one in article.organisations.all()}
    new = [one for one in mentions.find_mentions(article.text, load_known_organisations()) if one.key not in there]
    kind = article._meta.get_field("organisations").related_model
    for one in new:
        origin = kind.Origin.FOUND if one.sure else kind.Origin.UNSURE
        article.organisations.add(kind(organisation_id=one.key, origin=origin, state=kind.State.OFFERED))
    return new


def load_known_organisations() -> list[mentions.KnownOrganisation]:
    """The register as the rule wants it; one query."""
    rows = Organisation.objects.values_list("pk", "kind", "name", "short_name", "code")
    return [
        mentions.KnownOrganisation(key, kind, mentions.list_spellings(name, short, list_everyday_names(code or "")))
        for key, kind, name, short, code in rows
    ]
