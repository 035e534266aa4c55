"""Every text field of every form cleans its text: Django's own keep invisible characters.

Forms come from this product, from models, from Wagtail and from django-allauth. An own field class would cover only
the forms that use it; this covers all (docs/decisions 0181).
"""

from django import forms

from .typed_text import clean_line, clean_text


def clean_text_fields() -> None:
    """Make `forms.CharField` clean its input before anything else reads it. Idempotent."""
    if not hasattr(forms.CharField, "_reads_plainly"):
        forms.CharField._reads_plainly = forms.CharField.to_python  # type: ignore[attr-defined]
        forms.CharField.to_python = _clean_to_python  # type: ignore[assignment, method-assign]


def _clean_to_python(field: forms.CharField, value: object) -> object:
    # Passwords stay exactly as typed. Null characters stay for Django's own validator to refuse.
    if isinstance(value, str) and "\0" not in value and not isinstance(field.widget, forms.PasswordInput):
        value = clean_line(value) if is_one_line(field) else clean_text(value)
    return field._reads_plainly(value)  # type: ignore[attr-defined, no-any-return]


def is_one_line(field: forms.Field) -> bool:
    """Whether the field is shown as a single line; hidden fields are not."""
    return isinstance(field.widget, forms.TextInput)
