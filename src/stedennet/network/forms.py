"""Theme choices in the editors' forms of the rooms above."""

from typing import Any

from django import forms

from .models import Theme


class ThemeChoiceMixin:
    """A form whose field `themes` shows each theme with its scheme."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        themes = self.fields.get("themes")
        if isinstance(themes, forms.ModelMultipleChoiceField):
            themes.queryset = Theme.objects.select_related("scheme")
            themes.label_from_instance = _label_theme  # type: ignore[method-assign]


def _label_theme(obj: Theme) -> str:
    return str(obj.full_title)
