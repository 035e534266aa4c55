"""The form to request that a colleague may represent the organisation too."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stedennet.accounts.models import User, normalise_email


class AskRepresentationForm(forms.Form):
    """The colleague, their office, and whether they may sign."""

    email = forms.EmailField(
        label=_("E-mailadres van uw collega"),
        max_length=254,
        help_text=_("Het adres waarmee uw collega hier een account heeft."),
    )
    office = forms.CharField(label=_("Functie"), max_length=120, required=False)
    may_sign = forms.BooleanField(label=_("Mag ook tekenen: besluiten over een editie van de agenda"), required=False)

    def clean_email(self) -> User:
        """Find the account with this address. Raises ValidationError when there is none."""
        user = User.objects.filter(email=normalise_email(self.cleaned_data["email"]), is_active=True).first()
        if user is None:
            raise forms.ValidationError(
                _("Met dit adres is hier geen account. Vraag uw collega er eerst een te maken.")
            )
        return user
