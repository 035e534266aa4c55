"""Two ways in for returned mail: the command for the mail server's pipe, and the webhook with a secret."""

import base64
import json

import pytest
from typer.testing import CliRunner

from stedennet.cli import app
from stedennet.mailing.flows.suppressions import is_suppressed

from .test_bounces import dsn, one_more

pytestmark = [pytest.mark.django_db]
BOUNCE = {
    "RecordType": "Bounce",
    "Type": "HardBounce",
    "TypeCode": 1,
    "ID": 7,
    "Email": "anna@example.org",
    "MessageID": "x",
    "BouncedAt": "2026-03-02T09:00:00Z",
    "Description": "gone",
}


def test_the_command_reads_a_mail_from_its_input(worker, box):
    mail = dsn(one_more(worker, box), "5.1.1")
    result = CliRunner().invoke(app, ["bounces"], input=mail)
    assert (result.exit_code, is_suppressed("anna@example.org")) == (0, True)


def test_the_command_ends_well_with_what_it_does_not_know():
    result = CliRunner().invoke(app, ["bounces"], input=b"From: a@b.nl\n\nhello")
    assert (result.exit_code, result.output.strip()) == (0, "not about a mail of this site")


@pytest.mark.urls("tests.mailing.webhook_urls")
@pytest.mark.parametrize(("secret", "believed"), [("name:secret", True), ("name:wrong", False), ("", False)])
def test_a_mail_service_is_believed_with_the_secret_only(client, settings, secret, believed):
    settings.ANYMAIL = {"WEBHOOK_SECRET": "name:secret"}
    settings.MAIL_SERVICE, settings.MAIL_WEBHOOK_SECRET = "postmark", "name:secret"
    headers = {"authorization": f"Basic {base64.b64encode(secret.encode()).decode()}"} if secret else {}
    client.post(
        "/mail-melding/postmark/tracking/", json.dumps(BOUNCE), content_type="application/json", headers=headers
    )
    assert is_suppressed("anna@example.org") is believed
