"""A page in which somebody types has one form, so that no button loses what stands beside another."""

import pytest
from django.template import engines

from .template_forms import all_templates, count, included


@pytest.mark.parametrize("name", sorted(all_templates()))
def test_a_page_in_which_somebody_types_has_one_form(name):
    forms, is_typed, _sections = included(name)
    assert forms <= 1 or not is_typed, "make it one form in sections: src/stedennet/sections/README.md"


def test_two_forms_and_a_text_field_are_seen():
    field = '{% include "elements/form_field.html" %}'
    two = engines["django"].from_string(f'{{% if a %}}<form method="post">{{% endif %}}<form method="post">{field}')
    assert count(two.template.nodelist)[:2] == (2, True)
    either = engines["django"].from_string('{% if a %}<form method="post">{% else %}<form method="post">{% endif %}')
    assert count(either.template.nodelist)[0] == 1
