"""The session, not the account, must have proved the second factor; and it does so for whatever a role may do."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from stedennet.accounts.models import RoleGrant
from stedennet.accounts.rules import find_last_factor_proof, is_fresh
from stedennet.agenda.flows import editions
from stedennet.agenda.models import Approval
from stedennet.agenda.rules.editions import Step
from stedennet.config.env import Environment
from stedennet.core.access import SYSTEM
from stedennet.network.flows.records import save_record
from stedennet.network.models import Representation
from tests.builders.editions import make_edition
from tests.builders.events import make_event
from tests.builders.people import speaks_for
from tests.security.signing_in import PASSWORD, code, give_app, make_person, open_session, sign_in

pytestmark = pytest.mark.django_db
VERDICT = {
    "decision": "approved",
    "signed_by": "De wethouder",
    "mandate_body": "Het college",
    "mandate_on": "2026-01-02",
}

OTHER_DOORS = ["/beheer/login/", "/_util/login/", "/en/_util/login/"]
WHAT_ROLES_DO = ["/beheer/", "/beheer/users/", "/beheer/inzendingen/", "/beheer/inzendingen/1/"]


@pytest.fixture(autouse=True)
def required(settings):
    settings.REQUIRE_SECOND_FACTOR = True


@pytest.fixture
def editor():
    return make_person("editor")


def is_asked_for_proof(answer):
    return answer.status_code == 302 and "/tweede-factor/" in answer["Location"]


@pytest.mark.parametrize("door", OTHER_DOORS)
def test_no_other_door_takes_a_password(client, editor, door):
    give_app(editor)
    typed = {"username": editor.email, "login": editor.email, "password": PASSWORD, "next": "/beheer/"}
    assert client.post(door, typed).status_code == 405
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("door", OTHER_DOORS)
def test_every_other_door_leads_to_the_page_to_sign_in(client, door):
    answer = client.get(door, {"next": "/beheer/pages/"})
    assert answer["Location"].endswith("/account/inloggen/?next=/beheer/pages/")


def test_wagtails_ways_to_reset_a_password_are_closed(client, editor):
    for path in ("", "done/", "confirm/x/y/", "complete/"):
        assert client.get(f"/beheer/password_reset/{path}").status_code == 404


def test_a_session_that_only_knew_the_password_gets_nowhere_in_the_admin(client, editor):
    give_app(editor)
    open_session(client, editor, proved=False)
    for path in WHAT_ROLES_DO:
        assert is_asked_for_proof(client.get(path)), path


def test_a_proof_opens_the_admin_and_leads_back_to_where_somebody_was_going(client, editor):
    secret = give_app(editor)
    open_session(client, editor, proved=False)
    asked = client.get("/beheer/reports/locked/")
    assert asked["Location"] == "/account/tweede-factor/bevestigen/?next=%2Fbeheer%2Freports%2Flocked%2F"
    answer = client.post(asked["Location"], {"code": code(secret), "next": "/beheer/reports/locked/"})
    assert answer["Location"] == "/beheer/reports/locked/"
    assert client.get("/beheer/").status_code == 200


def test_signing_in_with_the_code_is_a_proof(client, editor):
    secret = give_app(editor)
    sign_in(client, editor, secret)
    assert client.get("/beheer/").status_code == 200


def test_a_factor_that_was_removed_proves_nothing_any_more(client, editor):
    open_session(client, editor, proved=True)
    assert client.get("/beheer/").status_code == 200
    editor.authenticator_set.all().delete()
    give_app(editor)
    assert is_asked_for_proof(client.get("/beheer/"))


def test_a_group_that_opens_the_admin_asks_it_like_a_role(client):
    person = make_person("helper")
    person.groups.add(Group.objects.get(name="Editors"))
    open_session(client, person, proved=False)
    assert is_asked_for_proof(client.get("/beheer/"))


def test_without_a_proof_an_editor_sees_no_list_of_who_registered(client, editor, eindhoven):
    make_event(organiser=eindhoven)
    open_session(client, editor, proved=False)
    for path in ("", "lijst.csv"):
        assert client.get(f"/account/evenementen/webinar/{path}")["Location"].startswith("/account/inloggen/")


def test_a_moderator_without_a_proof_removes_no_reaction(client):
    moderator = make_person("moderator")
    open_session(client, moderator, proved=False)
    answer = client.post("/reacties/1/weghalen/", {"reason": "spam"})
    assert answer["Location"].startswith("/account/inloggen/")


@pytest.mark.parametrize("role", ["editor", "moderator", "administrator"])
def test_a_session_without_proof_is_led_to_it_instead_of_round_and_round(client, role):
    person = make_person(role)
    give_app(person)
    open_session(client, person, proved=False)
    answer = client.get("/account/initiatieven/iets/", follow=True)
    assert answer.status_code == 200
    assert answer.request["PATH_INFO"] == reverse("mfa_reauthenticate")


def test_who_has_a_factor_cannot_confirm_with_the_password(client, editor):
    give_app(editor)
    open_session(client, editor, proved=False)
    answer = client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert answer["Location"].startswith(reverse("mfa_reauthenticate"))
    assert is_asked_for_proof(client.get("/beheer/"))


def test_a_second_key_is_not_added_by_a_session_that_never_proved_the_first(client, editor):
    give_app(editor)
    open_session(client, editor, proved=False)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    for name in ("mfa_add_webauthn", "mfa_deactivate_totp", "mfa_view_recovery_codes", "account_email"):
        assert client.get(reverse(name)).status_code == 302, name


def test_the_account_page_tells_what_to_do_and_nothing_more(client, editor):
    give_app(editor)
    open_session(client, editor, proved=False)
    page = client.get("/account/").content.decode()
    assert "Bevestig eerst met uw tweede factor" in page
    assert "/beheer/" not in page


@pytest.fixture
def signing_page(eindhoven, utrecht):
    edition = editions.take_step(make_edition(eindhoven, utrecht), Step.SUBMIT, by=SYSTEM)
    return f"/account/agenda/{edition.number}/besluit/{eindhoven.slug}/"


def test_whoever_may_sign_is_nobody_without_a_proof(client, eindhoven, signing_page):
    signer = speaks_for(eindhoven)
    give_app(signer)
    open_session(client, signer, proved=False)
    assert client.post(signing_page, VERDICT)["Location"].startswith("/account/inloggen/")
    assert not Approval.objects.exists()


def test_signing_asks_for_a_fresh_proof_and_keeps_what_was_typed(client, eindhoven, signing_page):
    signer = speaks_for(eindhoven)
    secret = give_app(signer)
    open_session(client, signer, proved=True, seconds_ago=3600)
    asked = client.post(signing_page, VERDICT)
    assert is_asked_for_proof(asked)
    assert not Approval.objects.exists()
    client.post(asked["Location"], {"code": code(secret), "next": signing_page})
    assert Approval.objects.get().signed_by == "De wethouder"


def test_who_proved_the_factor_just_now_signs_at_once(client, eindhoven, signing_page):
    open_session(client, speaks_for(eindhoven), proved=True)
    assert client.post(signing_page, VERDICT)["Location"] == signing_page
    assert Approval.objects.count() == 1


@pytest.mark.parametrize("path", ["", "lijst.csv"])
def test_who_registered_is_shown_to_a_representative_with_a_fresh_proof_only(client, eindhoven, path):
    make_event(organiser=eindhoven)
    person = make_person("organiser")
    save_record(Representation(user=person, organisation=eindhoven), by=SYSTEM)
    page = f"/account/evenementen/webinar/{path}"
    sign_in(client, person)
    assert client.get(page)["Location"] == reverse("mfa_index")
    open_session(client, person, proved=True, seconds_ago=3600)
    assert is_asked_for_proof(client.get(page))
    open_session(client, person, proved=True)
    assert client.get(page).status_code == 200


@pytest.mark.parametrize(
    "page", ["users/new/", "users/edit/1/", "groups/new/", "representation/new/", "users/?export=csv"]
)
def test_giving_a_role_and_taking_data_along_ask_for_a_fresh_proof(client, page):
    administrator = make_person("administrator")
    open_session(client, administrator, proved=True, seconds_ago=3600)
    assert client.get("/beheer/users/").status_code == 200
    assert is_asked_for_proof(client.get(f"/beheer/{page}"))


def test_a_role_that_was_asked_with_an_old_proof_is_asked_after_a_fresh_one(client):
    administrator, person = make_person("administrator"), make_person("reader")
    secret = give_app(administrator)
    open_session(client, administrator, proved=True, seconds_ago=3600)
    typed = {"wat": "vraag", "vraag-email": person.email, "vraag-role": "editor"}
    asked = client.post("/beheer/rollen/", typed)
    assert is_asked_for_proof(asked)
    assert not RoleGrant.objects.filter(user=person).exists()
    client.post(asked["Location"], {"code": code(secret), "next": "/beheer/rollen/"})
    assert RoleGrant.objects.filter(user=person).exists()


@pytest.mark.parametrize("name", ["account_email", "account_change_password", "account_delete", "mfa_deactivate_totp"])
def test_changing_how_somebody_signs_in_asks_for_a_fresh_proof(client, name):
    person = make_person("reader")
    open_session(client, person, proved=True, seconds_ago=3600)
    assert is_asked_for_proof(client.get(reverse(name)))


def test_it_is_required_unless_somebody_says_otherwise():
    assert Environment.model_fields["require_second_factor"].default is True


@pytest.mark.parametrize(
    ("at", "moment", "fresh"),
    [(100, 100, True), (100, 699, True), (100, 700, False), (101, 100, False), (None, 1, False)],
)
def test_a_proof_is_fresh_for_ten_minutes(at, moment, fresh):
    assert is_fresh(at, moment, 600) is fresh


def test_only_a_factor_that_still_exists_counts():
    records = [
        {"method": "password", "at": 9.0},
        {"method": "mfa", "id": 1, "at": 5.0},
        {"method": "mfa", "id": 2, "at": 7},
    ]
    assert find_last_factor_proof(records, {1}) == 5.0
    assert find_last_factor_proof(records, {1, 2}) == 7.0
    assert find_last_factor_proof(records, {3}) is None


def test_the_admins_own_account_page_changes_no_address_and_no_password(client, editor):
    open_session(client, editor, proved=True)
    before = (editor.email, editor.password)
    typed = {
        "name_email-first_name": "Ed",
        "name_email-last_name": "Itor",
        "name_email-email": "dief@example.org",
        "password-old_password": PASSWORD,
        "password-new_password1": "een-ander-lang-wachtwoord",
        "password-new_password2": "een-ander-lang-wachtwoord",
        "locale-preferred_language": "nl",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
    }
    page = client.get("/beheer/account/").content.decode()
    assert 'name="name_email-email"' not in page
    assert 'type="password"' not in page
    client.post("/beheer/account/", typed)
    editor.refresh_from_db()
    assert (editor.email, editor.password) == before
    assert editor.first_name == "Ed"
