"""A refusal that no page shows beside a form becomes a page of the site with the flow's sentence."""

import pytest
from django.urls import reverse

from stedennet.core.errors import NotAllowed, Refused
from stedennet.site.views import initiatives
from tests.builders.initiatives import make_initiative

pytestmark = [pytest.mark.django_db]


@pytest.mark.parametrize(
    ("error", "status", "title"),
    [(NotAllowed("Alleen <b>een redacteur</b>."), 403, "Dit mag u niet"), (Refused("Vol."), 422, "Dit kan nu niet")],
)
def test_a_refusal_that_nobody_shows_is_a_page_with_its_sentence(client, monkeypatch, mobility, error, status, title):
    def refuse(*_arguments, **_more):
        raise error

    initiative = make_initiative(theme=mobility)
    monkeypatch.setattr(initiatives.initiative_cards, "build_initiative_page", refuse)
    response = client.get(reverse("initiative", args=[initiative.slug]))
    page = response.content.decode()
    assert response.status_code == status
    assert f'<h1 class="page-title">{title}</h1>' in page
    assert error.message.replace("<", "&lt;").replace(">", "&gt;") in page


def test_another_error_stays_an_error(client, monkeypatch, mobility):
    def fail(*_arguments, **_more):
        raise ZeroDivisionError

    initiative = make_initiative(theme=mobility)
    monkeypatch.setattr(initiatives.initiative_cards, "build_initiative_page", fail)
    with pytest.raises(ZeroDivisionError):
        client.get(reverse("initiative", args=[initiative.slug]))
