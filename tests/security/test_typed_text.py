"""A name that turns around what follows it, or only looks like another: no form and no import brings one."""

import importlib
import pkgutil
from uuid import uuid4

import pytest
from django import forms
from django.apps import apps
from django.urls import get_resolver

import stedennet
from stedennet.accounts.flows import create_person
from stedennet.core.access import SYSTEM
from stedennet.core.typed_fields import is_one_line
from stedennet.intake.flows import receive_submission
from stedennet.intake.models import Submission
from stedennet.network.flows.records import save_record
from stedennet.network.models import Theme, ThemeScheme
from tests.builders.articles import typed
from tests.fixtures.articles import editor  # noqa: F401

HOSTILE = "Gemeente\u202e Den\u200b Haag\ufeff\u2066"
PLAIN = "Gemeente Den Haag"
SIGNS = {"\u202e", "\u200b", "\ufeff", "\u2066"}


def all_forms():
    """Every form class that this product, Wagtail and django-allauth have, once all their modules are read."""
    for module in pkgutil.walk_packages(stedennet.__path__, "stedennet."):
        if "migrations" not in module.name and "config" not in module.name:
            importlib.import_module(module.name)
    assert get_resolver().url_patterns

    def below(form):
        return {form}.union(*(below(one) for one in form.__subclasses__()))

    return below(forms.BaseForm)


STRICT = forms.UUIDField | forms.GenericIPAddressField | forms.JSONField
"""Fields of which nothing but their own notation gets through."""


def is_secret(field):
    return isinstance(field.widget, forms.PasswordInput)


def test_every_text_field_in_every_form_gives_words_without_such_signs(db):
    lines = texts = 0
    for form in all_forms():
        for name, field in getattr(form, "base_fields", {}).items():
            if isinstance(field, forms.CharField) and not isinstance(field, STRICT) and not is_secret(field):
                assert not SIGNS & set(str(field.to_python(HOSTILE))), (form, name)
                lines += is_one_line(field)
                texts += not is_one_line(field)
    assert lines > 100
    assert texts > 30


def test_the_form_of_every_model_that_editors_keep_reads_plainly():
    for model in apps.get_models():
        if model.__module__.startswith("stedennet."):
            for field in model._meta.concrete_fields:
                made = field.formfield() if field.editable else None
                if isinstance(made, forms.CharField) and is_one_line(made) and not isinstance(made, STRICT):
                    assert not SIGNS & set(str(made.to_python(HOSTILE))), (model, field.name)


def test_a_password_is_taken_as_typed():
    field = forms.CharField(widget=forms.PasswordInput, strip=False)
    assert field.clean(" e\u0301\u200b ") == " e\u0301\u200b "


def test_what_nobody_sees_is_nothing():
    with pytest.raises(forms.ValidationError):
        forms.CharField().clean("\u200b\u2060\ufeff")


def test_a_null_character_is_refused_with_words():
    with pytest.raises(forms.ValidationError):
        forms.CharField().clean("a\0b")


@pytest.mark.django_db
def test_an_editor_in_wagtail_gives_no_such_title(editor, mobility):  # noqa: F811
    from stedennet.publications.flows import index_page
    from stedennet.publications.models import ArticlePage

    index = index_page.ensure_index_page()
    sent = typed(title=HOSTILE, themes=[mobility.pk], **{"action-publish": "x"})
    answer = editor.post(f"/beheer/pages/add/publications/articlepage/{index.pk}/", sent)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    assert ArticlePage.objects.get().title == PLAIN


@pytest.mark.django_db
def test_a_record_that_an_import_keeps_has_a_plain_name(mobility):
    record = Theme(scheme=ThemeScheme.objects.get(), name=HOSTILE, slug="x", description="Su\u0301dwest\u202e")
    kept = save_record(record, by=SYSTEM)
    kept.refresh_from_db()
    assert (kept.name, kept.description) == (PLAIN, "Súdwest")


@pytest.mark.django_db
def test_what_another_door_sends_in_is_plain_as_well():
    receive_submission(
        "reaction", name=HOSTILE, email="", text="Regel\u202e\r\nRegel", language="nl", once=str(uuid4()),
        data={"title": HOSTILE, "list": [HOSTILE]}, subject_title=HOSTILE, proven=False,
    )  # fmt: skip
    row = Submission.objects.get()
    assert (row.name, row.text, row.subject_title) == (PLAIN, "Regel\nRegel", PLAIN)
    assert row.data == {"title": PLAIN, "list": [PLAIN]}


@pytest.mark.django_db
def test_an_account_made_for_somebody_has_a_plain_name():
    person = create_person(email="x@example.org", name=HOSTILE, password=None, by=SYSTEM)
    assert person.name == PLAIN
