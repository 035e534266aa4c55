"""The form of who says that a thing went by a channel of their own."""

from django import forms
from django.utils.translation import gettext_lazy as _


class OwnChannelForm(forms.Form):
    """Which channel, how many people, when."""

    where = forms.CharField(
        label=_("Welk kanaal?"),
        max_length=200,
        help_text=_("Zoals: nieuwsbrief van de gemeente, intranet, de krant. Geen namen van mensen."),
    )
    many = forms.IntegerField(label=_("Hoeveel mensen kregen het, ongeveer?"), min_value=1, max_value=1_000_000)
    day = forms.DateField(label=_("Wanneer?"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
