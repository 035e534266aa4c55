"""Nobody forges where something of ours is shown, and invented sites push out no true ones."""

import re
import time

import pytest
from django.core.signing import dumps
from hypothesis import given
from hypothesis import strategies as st

from stedennet.accounts.flows import create_person
from stedennet.core.access import SYSTEM
from stedennet.site.embedding import sightings as frame_sightings
from stedennet.spreading.flows import sightings
from stedennet.spreading.flows.dispatches import record_dispatch
from stedennet.spreading.flows.sightings import record_sighting
from stedennet.spreading.models import Dispatch, Sighting
from stedennet.spreading.rules.hosts import host_of
from tests.builders.initiatives import make_initiative
from tests.core.clock import set_by_hand
from tests.site.test_embeds import AS_A_FRAME

FRAME = "/insluiten/thema/smart-mobility/"
AS_A_PICTURE = {"sec-fetch-dest": "image", "sec-fetch-mode": "no-cors", "sec-fetch-site": "cross-site"}
SITE = "https://www.Utrecht.nl/nieuws/geheim?wie=jan"
ADA, BEN = "192.0.2.1", "198.51.100.7"


def ledger():
    return list(Dispatch.objects.filter(channel="embed").values_list("where", "many"))


def frame(client, referer=SITE, address=ADA, headers=AS_A_FRAME):
    """The picture in the frame, as a browser on `address` gets it; empty when there is none."""
    answer = client.get(FRAME, headers={"referer": referer, **headers}, REMOTE_ADDR=address)
    found = re.findall(r'<img src="([^"]+)"', answer.content.decode())
    return found[0] if found else ""


def look(client, referer=SITE, address=ADA):
    """Read the frame in a browser: the page and the picture in it."""
    return client.get(frame(client, referer, address), headers=AS_A_PICTURE, REMOTE_ADDR=address)


@pytest.mark.django_db
class TestWhatCounts:
    @pytest.fixture(autouse=True)
    def _theme(self, mobility):
        pass

    def test_a_frame_that_browsers_on_two_networks_saw_is_noted_once_a_day(self, client, monkeypatch):
        clock = set_by_hand(monkeypatch)
        look(client)
        assert ledger() == []
        for address in (BEN, ADA, BEN, "203.0.113.5"):
            frame(client, address=address) and look(client, address=address)
        assert ledger() == [("www.utrecht.nl", 1)]
        clock.later(days=1)
        look(client)
        assert ledger() == [("www.utrecht.nl", 1), ("www.utrecht.nl", 1)]

    def test_one_network_is_never_enough(self, client):
        for number in range(30):
            look(client, address=f"2001:db8:1:2:{number:x}::1")
        assert ledger() == []
        assert Sighting.objects.get().verified_at is None

    def test_the_frame_alone_says_nothing(self, client):
        for address in (ADA, BEN, "203.0.113.5"):
            assert frame(client, address=address)
        assert ledger() == []
        assert not Sighting.objects.exists()

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {**AS_A_FRAME, "sec-fetch-dest": "document"},
            {**AS_A_FRAME, "sec-fetch-dest": "empty"},
            {**AS_A_FRAME, "sec-fetch-mode": "cors"},
            {**AS_A_FRAME, "sec-fetch-site": "same-origin"},
            {**AS_A_FRAME, "sec-fetch-site": "none"},
            {**AS_A_FRAME, "sec-purpose": "prefetch"},
            {"sec-fetch-dest": "iframe"},
        ],
    )
    def test_what_is_no_frame_in_a_browser_gets_no_picture(self, client, headers):
        assert frame(client, headers=headers) == ""

    @pytest.mark.parametrize(
        "headers",
        [{}, {**AS_A_PICTURE, "sec-fetch-dest": "document"}, {**AS_A_PICTURE, "sec-fetch-mode": "navigate"}],
    )
    def test_what_does_not_fetch_it_as_a_picture_does_not_count(self, client, headers):
        assert client.get(frame(client), headers=headers, REMOTE_ADDR=ADA).status_code == 200
        assert not Sighting.objects.exists()

    def test_the_address_of_a_picture_counts_for_nobody_else(self, client):
        picture = frame(client, address=ADA)
        client.get(picture, headers=AS_A_PICTURE, REMOTE_ADDR=BEN)
        assert not Sighting.objects.exists()

    def test_an_old_picture_or_a_forged_one_does_not_count(self, client, monkeypatch):
        picture = frame(client)
        later = time.time() + frame_sightings.WITHIN + 2
        monkeypatch.setattr("time.time", lambda: later)
        assert client.get(picture, headers=AS_A_PICTURE, REMOTE_ADDR=ADA).status_code == 200
        forged = dumps(["network.theme", "1", "utrecht.nl", "x"], salt="x")
        for token in ("x", picture[:-10].rpartition("/")[2], forged):
            assert client.get(f"/insluiten/gezien/{token}.gif", headers=AS_A_PICTURE).status_code == 200
        assert not Sighting.objects.exists()

    def test_no_reader_is_stored(self, client):
        look(client)
        assert "jan" not in str(Sighting.objects.values())
        assert ADA not in str(Sighting.objects.values())


HOSTS = [
    ("https://utrecht.nl/x", "utrecht.nl"),
    ("https://WWW.Gov.UK./x", "www.gov.uk"),
    ("https://user:x@www.utrecht.nl:8443/", "www.utrecht.nl"),
    ("https://nl/", ""),
    ("https://co.uk/", ""),
    ("https://iets.bestaatniet/", ""),
    ("https://partner.example/", ""),
    ("https://site.test/", ""),
    ("https://server.local/", ""),
    ("https://intranet/", ""),
    ("https://localhost/", ""),
    ("https://192.0.2.1/", ""),
    ("https://[2001:db8::1]/", ""),
    ("https://0x7f.1/", ""),
    ("https://a b.nl/", ""),
    ("https://[::1", ""),
    ("ftp://utrecht.nl/", ""),
    ("javascript:alert(1)", ""),
    ("utrecht.nl", ""),
    ("x" * 5000, ""),
]


@pytest.mark.parametrize(("referer", "host"), HOSTS)
def test_only_a_site_below_a_suffix_that_exists_is_plausible(referer, host):
    assert host_of(referer) == host


@given(st.text(max_size=200))
def test_any_referer_is_a_host_or_nothing(referer):
    host = host_of(f"https://{referer}")
    assert host == "" or re.fullmatch(r"[a-z0-9.-]{4,120}", host)


@pytest.mark.django_db
@pytest.mark.database
class TestRoom:
    def test_one_network_invents_few_sites(self):
        for number in range(100):
            record_sighting("network.theme", "1", f"site-{number}.nl", network="one")
        assert Sighting.objects.count() == sightings.MAX_NEW_SITES

    def test_invented_sites_push_out_no_true_ones(self, monkeypatch):
        monkeypatch.setattr(sightings, "MAX_UNVERIFIED", 5)
        for network in ("one", "two"):
            record_sighting("network.theme", "1", "true.nl", network=network)
        for number in range(50):
            record_sighting("network.theme", "1", f"site-{number}.nl", network=f"bot {number}")
        assert Sighting.objects.verified().get().host == "true.nl"
        assert Sighting.objects.unverified().count() == 5
        for network in ("three", "four"):
            record_sighting("network.theme", "1", "also-true.nl", network=network)
        assert {row.host for row in Sighting.objects.verified()} == {"true.nl", "also-true.nl"}
        assert Dispatch.objects.count() == 2

    def test_what_the_ledger_had_before_the_check_counts_only_once_it_is_believed(self):
        record_dispatch("network.theme", "1", "embed", where="utrecht.nl")
        assert list(Dispatch.objects.proven()) == []
        for network in ("one", "two"):
            record_sighting("network.theme", "1", "utrecht.nl", network=network)
        assert Dispatch.objects.proven().get().many == 2


def test_on_screen_an_unverified_site_is_named_as_such_and_counts_nowhere(client, db, mobility, eindhoven):
    one = make_initiative(theme=mobility, lead=eindhoven)
    record_sighting("initiatives.initiative", str(one.pk), "verzonnen.nl", network="one")
    for network in ("one", "two"):
        record_sighting("initiatives.initiative", str(one.pk), "utrecht.nl", network=network)
    office = create_person(email="red@example.org", name="Red", password=None, by=SYSTEM, is_editor=True)
    client.force_login(office, "allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(f"/account/verspreiding/initiatief/{one.pk}/").content.decode()
    table, _heading, rest = page.partition("Niet gecontroleerd")
    assert "utrecht.nl" in table
    assert "verzonnen.nl" not in table
    assert "verzonnen.nl" in rest
    assert "verzonnen.nl" not in client.get(f"/initiatieven/{one.slug}/").content.decode()
