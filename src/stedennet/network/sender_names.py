"""Checks of a sender's name against the register, so that nobody poses as an organisation or an official."""

from django.utils.translation import gettext as _

from stedennet.core.access import Actor
from stedennet.core.clock import today
from stedennet.core.errors import Refused
from stedennet.intake.senders import NameCheck

from .models import Organisation, Representation, ThemeRole
from .rules.sender_names import NamedOrganisation, NameFinding, examine_name


def check_sender_name(name: str, organisation: str, person: Actor | None) -> NameCheck:
    """Refuse the exact name of an organisation that the sender does not represent; mark a name that looks like one.

    The sender may mention any `organisation`, but one that they do not represent is marked.
    """
    others = _list_other_organisations(person)
    finding = examine_name(name, others, _list_office_holders())
    claimed = examine_name(organisation, others)
    claimed_name = claimed.equals or claimed.looks_like
    return NameCheck(
        _build_refusal(finding), [*_list_marks(finding), *([("claims", claimed_name)] if claimed_name else [])]
    )


def refuse_unrepresented_organisation(organisation: str, person: Actor | None) -> None:
    """Check an organisation that somebody typed and that will be public.

    Raises Refused when it is, or looks like, one of the register that `person` does not represent.
    """
    finding = examine_name(organisation, _list_other_organisations(person))
    if name := finding.equals or finding.looks_like:
        sentence = _("Alleen wie voor %(organisation)s spreekt kan dit invullen. Log in, of laat dit veld leeg.")
        raise Refused(sentence % {"organisation": name}, field="organisation")


def list_represented_organisations(person: Actor | None) -> list[Organisation]:
    """The organisations that this person represents today; empty for nobody."""
    if person is None or not person.pk:
        return []
    rows = Representation.objects.on(today()).filter(user_id=person.pk).select_related("organisation")
    return [row.organisation for row in rows]


def _list_other_organisations(person: Actor | None) -> list[NamedOrganisation]:
    """The organisations of the register that this person does not represent."""
    represented = [organisation.pk for organisation in list_represented_organisations(person)]
    rows = Organisation.objects.exclude(pk__in=represented)
    return [_build_named_organisation(*row) for row in rows.values_list("pk", "name", "short_name", "kind")]


def _build_named_organisation(key: int, name: str, short_name: str, kind: str) -> NamedOrganisation:
    names = tuple(text for text in {name, short_name} if text and len(text) > 2)
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
    organisation = finding.equals or finding.looks_like
    marks = (
        ("organisation", organisation, bool(organisation)),
        ("official", "", finding.is_official),
        ("office", "", finding.is_office),
    )
    return [(mark, name) for mark, name, applies in marks if applies]
