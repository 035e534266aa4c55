"""Every text field of every form gives clean text: Django's own keeps signs that nobody sees.

Forms come from this product, from models, from Wagtail and from django-allauth. A field class of our own would hold
for the forms that remember it; this holds for all (docs/decisions 0181).
"""

from typing import Any

from django import forms

from .typed_text import clean_line, clean_text


def clean_text_fields() -> None:
    """Make `forms.CharField` clean what was typed before anything else looks at it. Twice is once."""
    if not hasattr(forms.CharField, "_reads_plainly"):
        forms.CharField._reads_plainly = forms.CharField.to_python  # type: ignore[attr-defined]
        forms.CharField.to_python = _clean_to_python  # type: ignore[assignment, method-assign]


def _clean_to_python(field: Any, value: Any) -> Any:
    # Passwords stay as typed, to the last sign. A null character stays for Django's own validator to refuse.
    if isinstance(value, str) and "\0" not in value and not isinstance(field.widget, forms.PasswordInput):
        value = clean_line(value) if is_one_line(field) else clean_text(value)
    return field._reads_plainly(value)


def is_one_line(field: forms.Field) -> bool:
    """Whether the field is shown as one line; what is hidden may be anything."""
    return isinstance(field.widget, forms.TextInput)
