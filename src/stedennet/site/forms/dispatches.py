"""The form to report that something was spread through a channel of one's own."""

from django import forms
from django.utils.translation import gettext_lazy as _


class OwnChannelForm(forms.Form):
    """The channel, the number of people reached, and the day."""

    where = forms.CharField(
        label=_("Welk kanaal?"),
        max_length=200,
        help_text=_("Zoals: nieuwsbrief van de gemeente, intranet, de krant. Geen namen van mensen."),
    )
    many = forms.IntegerField(label=_("Hoeveel mensen kregen het, ongeveer?"), min_value=1, max_value=1_000_000)
    day = forms.DateField(label=_("Wanneer?"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
