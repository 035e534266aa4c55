"""The kinds of security events. A new kind is one line here; the column has no choices of its own."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventKind(models.TextChoices):
    """The kind of event, as `subject.event`."""

    SIGNED_IN = "sign_in.ok", _("ingelogd")
    SIGN_IN_FAILED = "sign_in.failed", _("inloggen mislukt")
    SIGNED_OUT = "sign_in.out", _("uitgelogd")
    SESSION_ENDED = "session.ended", _("sessie beëindigd")
    ACCOUNT_MADE = "account.made", _("account gemaakt")
    ACCOUNT_CHANGED = "account.changed", _("account gewijzigd door een beheerder")
    ACCOUNT_DELETED = "account.deleted", _("account verwijderd")
    PASSWORD_CHANGED = "password.changed", _("wachtwoord gewijzigd")
    PASSWORD_RESET = "password.reset", _("wachtwoord opnieuw ingesteld met een mail")
    ADDRESS_CHANGED = "address.changed", _("e-mailadres gewijzigd")
    FACTOR_ADDED = "factor.added", _("tweede factor toegevoegd")
    FACTOR_REMOVED = "factor.removed", _("tweede factor verwijderd")
    FACTOR_RENEWED = "factor.renewed", _("herstelcodes vernieuwd")
    FACTOR_FAILED = "factor.failed", _("tweede factor onjuist")
    FACTOR_RESET_ASKED = "factor.reset_asked", _("herstel van een tweede factor gevraagd")
    FACTOR_RESET = "factor.reset", _("tweede factor hersteld door beheerders")
    FACTOR_RESET_REFUSED = "factor.reset_refused", _("herstel van een tweede factor afgewezen")
    ROLE_ASKED = "role.asked", _("rol gevraagd")
    ROLE_GRANTED = "role.granted", _("rol gegeven")
    ROLE_REFUSED = "role.refused", _("rol niet gegeven")
    ROLE_WITHDRAWN = "role.withdrawn", _("rol ingetrokken")
    REPRESENTATION_ASKED = "representation.asked", _("vertegenwoordiging gevraagd")
    REPRESENTATION_GRANTED = "representation.granted", _("vertegenwoordiging gegeven")
    REPRESENTATION_REFUSED = "representation.refused", _("vertegenwoordiging niet gegeven")
    REPRESENTATION_CHANGED = "representation.changed", _("vertegenwoordiging beperkt")
    REPRESENTATION_ENDED = "representation.ended", _("vertegenwoordiging beëindigd")
    PERSONAL_DATA_EXPORTED = "export.personal_data", _("persoonsgegevens gedownload")
    LINK_REPLACED = "link.replaced", _("persoonlijke link vervangen")
    LOG_PRUNED = "log.pruned", _("oude regels van dit log verwijderd")


def label_of(kind: str) -> str:
    """The label of the kind; its bare name if this version no longer knows it."""
    return str(EventKind(kind).label) if kind in EventKind.values else kind
