"""The exact text of a consent. A changed text gets a new version, so that each consent stays provable."""

from django.utils import translation
from django.utils.translation import gettext as _

from .choices import Choice, Rhythm

VERSION = "2026-11"
KIND = "subscription"


def build_consent_text(choice: Choice, description: str, rhythm: str, language: str) -> str:
    """Build the sentence above the button in `language`; `description` is the choice in words."""
    with translation.override(language):
        if choice.is_newsletter:
            return _("Ja, mail mij de nieuwsbrief. Ik kan dit altijd stoppen, met één klik in elke mail.")
        often = {
            Rhythm.AT_ONCE: _("meteen"),
            Rhythm.DAILY: _("elke dag"),
            Rhythm.WEEKLY: _("elke week"),
            Rhythm.MONTHLY: _("elke maand"),
        }[Rhythm(rhythm)]
        template = _(
            "Ja, mail mij %(often)s wat er nieuw is: %(what)s. Ik kan dit altijd stoppen, met één klik in elke mail."
        )
        return template % {"often": often, "what": description}
