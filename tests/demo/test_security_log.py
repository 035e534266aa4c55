"""While the demo loads, its own events stay off the console; before and after they are told."""

import logging

import pytest

from stedennet.accounts.flows import create_person
from stedennet.audit.models import SecurityEvent
from stedennet.core.access import SYSTEM
from stedennet.demo_start import mute_security_log


@pytest.fixture
def lines(monkeypatch):
    heard = []
    monkeypatch.setattr(logging.getLogger("stedennet.security"), "handle", heard.append)
    return heard


@pytest.mark.django_db
def test_what_the_loader_does_is_recorded_but_not_printed(lines, django_capture_on_commit_callbacks):
    with mute_security_log(), django_capture_on_commit_callbacks(execute=True):
        create_person(email="quiet@example.org", name="Quiet", password=None, by=SYSTEM)
    assert lines == []
    assert SecurityEvent.objects.filter(kind="account.made").exists()
    with django_capture_on_commit_callbacks(execute=True):
        create_person(email="loud@example.org", name="Loud", password=None, by=SYSTEM)
    assert lines
