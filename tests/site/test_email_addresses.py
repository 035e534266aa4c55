"""The page with the addresses of an account."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.urls import reverse

from tests.security.signing_in import make_person, open_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    person = make_person("reader")
    EmailAddress.objects.update_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )
    open_session(client, person, proved=True)
    return person


@pytest.mark.parametrize("button", ["action_primary", "action_send", "action_remove"])
def test_a_new_address_that_is_half_typed_stays_when_another_button_is_pressed(client, person, button):
    url = reverse("account_email")
    client.post(url, {button: "", "email": person.email, "nieuw-email": "ada@nieuw"})
    assert 'value="ada@nieuw"' in client.get(url).content.decode()
    assert 'value="ada@nieuw"' not in client.get(url).content.decode()


def test_a_wrong_address_is_refused_beside_the_field_and_stays(client, person):
    page = client.post(reverse("account_email"), {"action_add": "", "nieuw-email": "ada@nieuw"}).content.decode()
    assert 'value="ada@nieuw"' in page
    assert "aria-invalid" in page


def test_an_address_is_added_and_waits_for_its_confirmation(client, person):
    Authenticator.objects.all().delete()  # allauth adds no address to an account with a second factor
    client.post(reverse("account_email"), {"action_add": "", "nieuw-email": "ada@nieuw.example"})
    assert EmailAddress.objects.filter(user=person, email="ada@nieuw.example", verified=False).exists()


def test_the_page_is_one_form(client, person):
    page = client.get(reverse("account_email")).content.decode()
    main = page.partition("<main")[2].partition("</main")[0]
    assert main.count("<form") == 1
