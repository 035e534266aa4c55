"""The seventeen categories of information that the Dutch Open Government Act makes public (Woo, article 3.3). Pure."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WooCategory(models.TextChoices):
    """In the order of the first and second paragraph of article 3.3."""

    LAWS = "3.3.1a", _("wetten en algemeen verbindende voorschriften")
    GENERAL = "3.3.1b", _("overige besluiten van algemene strekking")
    DRAFTS = "3.3.1c", _("ontwerpen van regels met adviesaanvraag")
    ORGANISATION = "3.3.1d", _("organisatie en werkwijze")
    CONTACT = "3.3.1e", _("bereikbaarheidsgegevens")
    RECEIVED = "3.3.2a", _("ingekomen stukken bij vertegenwoordigende organen")
    PARLIAMENT = "3.3.2b", _("vergaderstukken van de Staten-Generaal")
    COUNCILS = "3.3.2c", _("vergaderstukken van decentrale overheden")
    BOARDS = "3.3.2d", _("agenda's en besluitenlijsten van bestuurscolleges")
    ADVICE = "3.3.2e", _("adviezen")
    COVENANTS = "3.3.2f", _("convenanten")
    PLANS = "3.3.2g", _("jaarplannen en jaarverslagen")
    GRANTS = "3.3.2h", _("subsidieverplichtingen anders dan met beschikking")
    REQUESTS = "3.3.2i", _("Woo-verzoeken en -besluiten")
    RESEARCH = "3.3.2j", _("onderzoeksrapporten")
    DECISIONS = "3.3.2k", _("beschikkingen")
    COMPLAINTS = "3.3.2l", _("klachtoordelen")
