"""A purpose is declared once and has one page; what does not fit is an error at start-up."""

import dataclasses

import pytest
from django.core.exceptions import ImproperlyConfigured

from stedennet.core.clock import now
from stedennet.personal_links import addresses, registry
from stedennet.personal_links.links import Reissue
from stedennet.site.personal_pages import PERSONAL_PAGES

LINKS = registry.get_personal_links()


@pytest.fixture(autouse=True)
def own_registry(monkeypatch):
    """Each test may add declarations."""
    monkeypatch.setattr(registry, "_links", dict(LINKS))
    monkeypatch.setattr(registry, "_reissue_flows", dict(registry._reissue_flows))
    monkeypatch.setattr(addresses, "_addresses", dict(addresses._addresses))


def test_the_same_declaration_may_be_registered_again():
    registry.register_signed_link(LINKS["call"])
    assert registry.get_personal_links() == LINKS


def test_a_purpose_cannot_be_declared_twice():
    again = dataclasses.replace(LINKS["call"], salt="another")
    with pytest.raises(ImproperlyConfigured, match="declared twice"):
        registry.register_signed_link(again)


def test_two_purposes_do_not_share_a_salt():
    with pytest.raises(ImproperlyConfigured, match="salt"):
        registry.register_signed_link(dataclasses.replace(LINKS["call"], purpose="another"))


def test_a_link_that_can_be_reissued_has_a_holder():
    with pytest.raises(ImproperlyConfigured, match="holder"):
        dataclasses.replace(LINKS["stop"], reissue=Reissue.OFFICE)
    with pytest.raises(ImproperlyConfigured, match="mark"):
        dataclasses.replace(LINKS["call_mails"], reissue=Reissue.OFFICE, holder=lambda row: None)


@pytest.mark.parametrize(
    ("reissue", "flow"),
    [(Reissue.OFFICE, None), (Reissue.NOBODY, lambda row, by: None), (Reissue.HOLDER, lambda row, by: None)],
)
def test_the_flow_of_a_stored_link_goes_with_what_is_declared(reissue, flow):
    link = dataclasses.replace(LINKS["wish"], purpose="another", reissue=reissue)
    with pytest.raises(ImproperlyConfigured, match="flow"):
        registry.register_stored_link(link, reissue=flow)


def test_every_purpose_has_a_page():
    registry.check_personal_links()
    assert set(PERSONAL_PAGES) == set(LINKS)


def test_a_purpose_without_a_page_is_an_error():
    registry.register_signed_link(dataclasses.replace(LINKS["stop"], purpose="another", salt="another"))
    with pytest.raises(ImproperlyConfigured, match="no address: another"):
        registry.check_personal_links()


def test_a_page_of_an_unknown_purpose_is_an_error():
    addresses.register_addresses({**addresses._addresses, "another": lambda token, language: ""})
    with pytest.raises(ImproperlyConfigured, match="declares these personal links: another"):
        registry.check_personal_links()


def test_a_stored_link_without_a_lifetime_is_not_issued():
    with pytest.raises(ImproperlyConfigured, match="lifetime"):
        LINKS["confirmation"].issue(at=now())
