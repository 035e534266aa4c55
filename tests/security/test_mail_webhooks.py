"""The doors of mail services: only the one that is set exists, and it never breaks on what anybody sends."""

import base64

import pytest
from anymail import urls as anymail_urls
from django.test import override_settings
from pydantic import ValidationError

from stedennet.config.env import MAIL_SERVICES, SIGNING, Environment
from stedennet.site.mail_service_urls import patterns_of
from stedennet.site.views.mail_service import receive_mail_events

KEYS = dict.fromkeys(SIGNING.values(), "key")
RIGHT = {"authorization": f"Basic {base64.b64encode(b'name:secret').decode()}"}
BODIES = [
    b"",
    b"rubbish",
    b"{}",
    b"[]",
    b"[1]",
    b"null",
    b'{"event": 1}',
    b'{"signature": {}, "event-data": []}',
    b"\xff",
]


@pytest.fixture
def service(settings, request):
    settings.MAIL_SERVICE, settings.MAIL_WEBHOOK_SECRET = request.param, "name:secret"
    settings.ANYMAIL = {"WEBHOOK_SECRET": "name:secret", **KEYS}
    return request.param


def send(rf, body: bytes, **headers):
    return receive_mail_events(rf.post("/mail-melding/", body, content_type="application/json", headers=headers))


@pytest.mark.django_db
@pytest.mark.parametrize("name", [pattern.name for pattern in anymail_urls.urlpatterns])
def test_no_door_of_the_library_is_there_by_itself(client, name):
    service = name.removesuffix("_webhook").replace("_tracking", "/tracking").replace("_inbound", "/inbound")
    for method in (client.get, client.post):
        assert method(f"/mail-melding/{service}/").status_code == 404


@pytest.mark.parametrize("service", MAIL_SERVICES)
def test_only_the_service_that_is_set_has_a_door(service):
    assert [str(pattern.pattern) for pattern in patterns_of(service, "a:b")] == [f"mail-melding/{service}/tracking/"]
    assert patterns_of(service, "") == patterns_of("", "a:b") == []


@pytest.mark.parametrize("service", MAIL_SERVICES, indirect=True)
@pytest.mark.parametrize("body", BODIES)
def test_without_the_secret_nothing_is_read(service, rf, body):
    assert send(rf, body).status_code == 403
    assert send(rf, body, authorization="Basic bmFtZTp3cm9uZw==").status_code == 403
    assert send(rf, body, authorization="Basic \u00e9").status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("service", MAIL_SERVICES, indirect=True)
@pytest.mark.parametrize("body", BODIES)
def test_rubbish_with_the_secret_is_refused_and_breaks_nothing(service, rf, body):
    assert send(rf, body, **RIGHT).status_code in (200, 400)


@pytest.mark.parametrize(
    ("settings_given", "complaint"),
    [
        ({"mail_service": "postmark"}, "set both"),
        ({"mail_webhook_secret": "a:b"}, "set both"),
        ({"mail_service": "mailgun", "mail_webhook_secret": "a:b"}, "MAIL_WEBHOOK_KEY"),
        ({"mail_service": "amazon", "mail_webhook_secret": "a:b"}, "mail_service"),
    ],
)
def test_half_a_setting_is_refused_at_start(settings_given, complaint):
    with pytest.raises(ValidationError, match=complaint):
        Environment(**settings_given)


@override_settings(MAIL_WEBHOOK_SECRET="")
def test_an_empty_secret_opens_nothing(rf):
    assert send(rf, b"{}", authorization="Basic ").status_code == 403
