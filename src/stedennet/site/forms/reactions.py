"""The forms to react, to report, to edit and to remove a reaction."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stedennet.reactions.flows import REASONS
from stedennet.reactions.rules.text import MAX_LENGTH

from ..public_forms.base import SenderForm


class ReactionForm(SenderForm):
    """A reaction with its sender; a signed-in user types only the text."""

    text = forms.CharField(
        label=_("Uw reactie"),
        error_messages={"required": _("Vul uw reactie in.")},
        max_length=MAX_LENGTH,
        widget=forms.Textarea({"rows": 8}),
        help_text=_("Hooguit 2.000 tekens, zonder opmaak. Een webadres wordt vanzelf een link."),
    )
    field_order = ["name", "email", "text"]


class ReportReactionForm(SenderForm):
    """A report that a reaction should be removed, with the reason."""

    why = forms.ChoiceField(
        label=_("Wat is er mis?"),
        error_messages={"required": _("Kies wat er mis is.")},
        choices=[*REASONS.items()],
        widget=forms.RadioSelect,
        initial="insult",
    )
    text = forms.CharField(
        label=_("Uw toelichting"), max_length=MAX_LENGTH, required=False, widget=forms.Textarea({"rows": 4})
    )
    field_order = ["why", "text", "name", "email"]


class EditReactionForm(forms.Form):
    """A new text for a reaction."""

    text = forms.CharField(
        label=_("Uw reactie"),
        error_messages={"required": _("Vul uw reactie in.")},
        max_length=MAX_LENGTH,
        widget=forms.Textarea({"rows": 8}),
    )


class RemoveReactionForm(forms.Form):
    """The reason why a moderator removes a reaction."""

    reason = forms.CharField(
        label=_("Reden"),
        max_length=MAX_LENGTH,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("De schrijver krijgt deze woorden te lezen."),
    )
