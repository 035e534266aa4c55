"""Forms for editors of newsletters."""

import datetime as dt

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import Newsletter, Story


class SubjectForm(forms.Form):
    """The subject of a new draft."""

    subject = forms.CharField(label=_("Onderwerp"), max_length=120)


class ContentForm(forms.ModelForm):  # type: ignore[type-arg]
    """Subject and introduction of a newsletter."""

    class Meta:
        model = Newsletter
        fields = ["subject", "intro", "subject_en", "intro_en"]
        widgets = {name: forms.Textarea(attrs={"rows": 6}) for name in ("intro", "intro_en")}
        help_texts = {
            "intro": _("Een lege regel begint een nieuwe alinea."),
            "subject_en": _("Leeg: wie Engels koos, krijgt het Nederlands."),
        }


class StoryForm(forms.Form):
    """Position and text of one story, or its removal."""

    position = forms.IntegerField(label=_("Plaats"), min_value=0, max_value=999)
    title = forms.CharField(label=_("Titel"), max_length=300)
    summary = forms.CharField(
        label=_("Samenvatting"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    title_en = forms.CharField(label=_("Titel (Engels)"), max_length=300, required=False)
    summary_en = forms.CharField(
        label=_("Samenvatting (Engels)"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    remove = forms.BooleanField(label=_("Haal weg"), required=False)


def build_story_forms(stories: list[Story], data: QueryDict | None = None) -> list[tuple[Story, StoryForm]]:
    """Build a form for each story, with a prefix of its own."""
    names = ("position", "title", "summary", "title_en", "summary_en")
    return [
        (story, StoryForm(data, prefix=f"story-{story.pk}", initial={name: getattr(story, name) for name in names}))
        for story in stories
    ]


class SendTimeForm(forms.Form):
    """The moment of sending; empty means now."""

    send_at = forms.DateTimeField(
        label=_("Wanneer"),
        required=False,
        help_text=_("Leeg: nu meteen. Anders in Nederlandse tijd."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%d-%m-%Y %H:%M"],
    )

    def moment(self, otherwise: dt.datetime) -> dt.datetime:
        """Return the moment entered, or `otherwise` in local time."""
        return self.cleaned_data.get("send_at") or timezone.localtime(otherwise)
