"""Every address × who asks × what their session proved, by real requests."""

import re

import pytest

from tests.security.doors import ADMINISTRATORS_ONLY, DOORS, Door, addresses, door_of
from tests.security.signing_in import give_app, make_person, open_session

pytestmark = pytest.mark.django_db
LANGUAGES = ["nl", "en"]
INSTRUCTION = "Who may come in there? Add each name to DOORS in tests/security/doors.py: "
SIGN_IN, PROOF, ELSEWHERE, REFUSED = "to sign in", "to a proof", "in", "refused"


@pytest.fixture(autouse=True)
def required(settings):
    settings.REQUIRE_SECOND_FACTOR = True


def outcome(answer):
    """What became of a request, seen from the door: where it led matters, not what the page says."""
    to = answer.get("Location", "")
    if re.match(r"(/en)?/account/inloggen/", to):
        return SIGN_IN
    if re.match(r"(/en)?/account/(bevestigen/|tweede-factor/)", to):
        return PROOF
    return REFUSED if answer.status_code == 403 else ELSEWHERE


def as_nobody(client):
    pass


def as_reader(client):
    open_session(client, make_person("reader"), proved=False)


def as_unproved(client):
    person = make_person("administrator", is_editor=True)
    give_app(person)
    open_session(client, person, proved=False)


def as_stale(client):
    open_session(client, make_person("administrator"), proved=True, seconds_ago=3600)


def as_proved(client):
    open_session(client, make_person("administrator"), proved=True)


def as_editor(client):
    open_session(client, make_person("editor"), proved=True)


def as_moderator(client):
    open_session(client, make_person("moderator"), proved=True)


ANY = {SIGN_IN, PROOF, ELSEWHERE, REFUSED}
# Refused by what the page is about: an organisation that somebody does not represent.
COMES_IN = {ELSEWHERE, REFUSED}
VISITORS = [as_nobody, as_reader, as_unproved, as_stale, as_proved]


def same_for_all(outcomes):
    return {visitor: set(outcomes) for visitor in VISITORS}


TABLE = {
    Door.OPEN: same_for_all({ELSEWHERE}),
    Door.LINK: same_for_all({ELSEWHERE}),
    Door.ENTRANCE: {as_nobody: {ELSEWHERE, SIGN_IN}, as_reader: ANY, as_unproved: ANY, as_stale: ANY, as_proved: ANY},
    Door.WAY: {
        as_nobody: {SIGN_IN},
        as_reader: COMES_IN | {PROOF},
        as_unproved: COMES_IN | {PROOF},
        as_stale: COMES_IN | {PROOF},
        as_proved: COMES_IN | {PROOF},
    },
    Door.ACCOUNT: {
        as_nobody: {SIGN_IN},
        as_reader: COMES_IN,
        as_unproved: {SIGN_IN},
        as_stale: COMES_IN,
        as_proved: COMES_IN,
    },
    Door.SURE: {
        as_nobody: {SIGN_IN},
        as_reader: {PROOF},
        as_unproved: {SIGN_IN},
        as_stale: {PROOF},
        as_proved: COMES_IN | {PROOF},
    },
    Door.ADMIN: {
        as_nobody: {SIGN_IN, ELSEWHERE},
        as_reader: {REFUSED},
        as_unproved: {PROOF},
        as_stale: COMES_IN | {PROOF},
        as_proved: COMES_IN,
    },
    Door.ADMIN_ASSET: same_for_all({ELSEWHERE}) | {as_reader: {REFUSED}, as_unproved: {PROOF}},
    Door.MOVED: {as_nobody: {SIGN_IN}, as_reader: ANY, as_unproved: ANY, as_stale: ANY, as_proved: ANY},
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_somebody_thought_about_who_may_come_in_at_each_address(language):
    unknown = sorted({name or path for path, name, _ in addresses(language) if door_of(path, name) is None})
    assert not unknown, INSTRUCTION + ", ".join(unknown)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_address_was_written_out(language):
    assert not [path for path, _, _ in addresses(language) if re.search(r"[<(\\^$?]", path)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("visitor", VISITORS)
def test_each_address_lets_in_whom_it_should(client, visitor, language):
    visitor(client)
    client.raise_request_exception = False
    wrong, cookies = [], client.cookies.copy()
    for path, name, _ in addresses(language):
        if language == "en" and not path.startswith("/en/"):
            continue
        door, client.cookies = door_of(path, name), cookies.copy()
        found = outcome(client.get(path))
        if found not in TABLE[door][visitor]:
            wrong.append(f"{path} ({door.name}): {found}")
    assert not wrong, f"{len(wrong)} doors: " + "; ".join(wrong)


def test_nobody_gets_a_page_of_the_admin(client):
    client.raise_request_exception = False
    pages = [path for path, name, _ in addresses("nl") if door_of(path, name) is Door.ADMIN]
    shown = [path for path in pages if client.get(path).status_code not in (302, 404, 405)]
    assert not shown
    assert len(pages) > 300


@pytest.mark.parametrize("visitor", [as_editor, as_moderator])
def test_people_roles_and_the_security_log_are_for_administrators_only(client, visitor):
    visitor(client)
    pages = [path for path, _, _ in addresses("nl") if path[1:].startswith(ADMINISTRATORS_ONLY)]
    assert pages
    for path in pages:
        assert client.get(path).status_code in (302, 403, 404, 405), path


def test_no_post_signs_in_but_allauths(client):
    """The password of somebody with a factor, sent to every address: no session comes of it."""
    person = make_person("administrator")
    give_app(person)
    client.raise_request_exception = False
    typed = {
        "username": person.email,
        "login": person.email,
        "email": person.email,
        "password": "een-heel-lang-wachtwoord",
    }
    for path, name, _ in [*addresses("nl"), *addresses("en")]:
        if "login" in path or "inloggen" in path or "password" in path or "wachtwoord" in path:
            client.post(path, typed)
            assert "_auth_user_id" not in client.session, (path, name)
            client.cookies.clear()


def test_the_table_names_no_address_twice():
    names = [name for door in Door for name, of in DOORS.items() if of is door]
    assert len(names) == len(set(names))
