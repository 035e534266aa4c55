"""Checking the name of a sender against the register: nobody writes as an organisation or as an official."""

from typing import Any

from django.utils.translation import gettext as _

from stedennet.core.clock import today
from stedennet.core.errors import Refused
from stedennet.intake.senders import NameCheck

from .models import Organisation, Representation, ThemeRole
from .rules.sender_names import NamedOrganisation, NameFinding, examine_name


def check_sender_name(name: str, organisation: str, person: Any) -> NameCheck:
    """Refuse an organisation's very name, unless the sender speaks for it; mark what only looks like one.

    An organisation that is typed beside it may be any, but is marked when the sender does not speak for it.
    """
    others = _list_other_organisations(person)
    finding = examine_name(name, others, _list_office_holders())
    claimed = examine_name(organisation, others)
    of = claimed.equals or claimed.looks_like
    return NameCheck(_build_refusal(finding), [*_list_marks(finding), *([("claims", of)] if of else [])])


def refuse_unrepresented_organisation(organisation: str, person: Any) -> None:
    """For an organisation that somebody typed and that comes in public. Raises Refused when it is one of the register,
    or looks like it, and `person` does not speak for it."""
    finding = examine_name(organisation, _list_other_organisations(person))
    if found := finding.equals or finding.looks_like:
        sentence = _("Alleen wie voor %(organisation)s spreekt kan dit invullen. Log in, of laat dit veld leeg.")
        raise Refused(sentence % {"organisation": found}, field="organisation")


def list_represented_organisations(person: Any) -> list[Organisation]:
    """The organisations for which this person speaks today; none for nobody."""
    if person is None or not person.pk:
        return []
    rows = Representation.objects.on(today()).filter(user_id=person.pk).select_related("organisation")
    return [row.organisation for row in rows]


def _list_other_organisations(person: Any) -> list[NamedOrganisation]:
    """The organisations of the register for which this person does not speak."""
    rows = Organisation.objects.exclude(pk__in=[one.pk for one in list_represented_organisations(person)])
    return [_build_named_organisation(*row) for row in rows.values_list("pk", "name", "short_name", "kind")]


def _build_named_organisation(key: int, name: str, short_name: str, kind: str) -> NamedOrganisation:
    names = tuple(one for one in {name, short_name} if one and len(one) > 2)
    return NamedOrganisation(key, name, names, is_municipality=kind == Organisation.Kind.MUNICIPALITY)


def _list_office_holders() -> dict[str, str]:
    rows = ThemeRole.objects.on(today()).exclude(holder_name="")
    return dict(rows.values_list("holder_name", "holder_office"))


def _build_refusal(finding: NameFinding) -> str:
    if not finding.equals:
        return ""
    sentence = _("%(organisation)s is een organisatie. Vul uw eigen naam in. Spreekt u voor haar? Log dan eerst in.")
    return sentence % {"organisation": finding.equals}


def _list_marks(finding: NameFinding) -> list[tuple[str, str]]:
    alike = finding.equals or finding.looks_like
    found = (
        ("organisation", alike, bool(alike)),
        ("official", "", finding.is_official),
        ("office", "", finding.is_office),
    )
    return [(mark, of) for mark, of, holds in found if holds]
