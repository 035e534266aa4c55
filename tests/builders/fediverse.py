"""An internet in memory, and people on other servers."""

import json
from email.utils import format_datetime
from itertools import count

from apsig.draft import Signer
from cryptography.hazmat.primitives import serialization

from stedennet.core.clock import now
from stedennet.fediverse import http_client, signatures
from stedennet.fediverse.flows import deliveries, posts
from stedennet.fediverse.http_client import Response, Unreachable
from stedennet.fediverse.rules.addresses import host_of

SITE = "https://stad.example"
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
KEYS = [signatures.generate_keys() for _ in range(2)]
"""Two key pairs for all tests: generating one takes longer than most tests."""
_numbers = count(1)


class Internet:
    """Documents by address, answers of inboxes by server, and what was asked and sent."""

    def __init__(self, monkeypatch):
        self.documents, self.status, self.asked, self.sent = {}, {}, [], []
        monkeypatch.setattr(http_client, "send_request", self.send)

    def send(self, method, url, *, headers, body=b"", within=0.0):
        if method == "POST":
            return self._take(url, headers, body)
        self.asked.append(url)
        if url not in self.documents:
            return Response(404, {}, b"")
        kind = {"content-type": "application/activity+json; charset=utf-8"}
        return Response(200, kind, json.dumps(self.documents[url]).encode())

    def _take(self, url, headers, body):
        self.sent.append((url, dict(headers), json.loads(body)))
        status = self.status.get(host_of(url), 202)
        status = status(headers) if callable(status) else status
        if status == 0:
            raise Unreachable("no answer")
        return Response(status, {}, b"")

    def received(self, inbox, kind):
        """The activities of this type that an inbox got."""
        return [activity for url, _headers, activity in self.sent if url == inbox and activity["type"] == kind]


class Person:
    """Somebody on another server, who signs with apsig: not with our own code."""

    def __init__(self, internet, name="ada", host="elders.example", *, keys=KEYS[1], shared=True):
        self.internet, self.name, self.host = internet, name, host
        self.actor = f"https://{host}/users/{name}"
        self.key_id = f"{self.actor}#main-key"
        self.inbox, self.shared = f"{self.actor}/inbox", f"https://{host}/inbox" if shared else ""
        self.public, self.private = keys
        self.appear()

    def appear(self, **more):
        """The account and its handle can be asked for."""
        key = {"id": self.key_id, "owner": self.actor, "publicKeyPem": self.public}
        account = {"id": self.actor, "type": "Person", "preferredUsername": self.name, "inbox": self.inbox}
        account |= {"endpoints": {"sharedInbox": self.shared}, "publicKey": key, **more}
        self.internet.documents[self.actor] = account
        address = f"https://{self.host}/.well-known/webfinger?resource=acct:{self.name}@{self.host}"
        links = [{"rel": "self", "type": "application/activity+json", "href": self.actor}]
        self.internet.documents[address] = {"subject": f"acct:{self.name}@{self.host}", "links": links}

    def vanish(self):
        """The account is gone: its server knows nothing of it."""
        del self.internet.documents[self.actor]

    def activity(self, kind, about, **more):
        """Something that this person does, with an address of its own."""
        return {
            "id": f"{self.actor}/doet/{next(_numbers)}",
            "type": kind,
            "actor": self.actor,
            "object": about,
            **more,
        }

    def note(self, answers, content="<p>Goed plan.</p>", **more):
        """A public answer to what stands at an address."""
        address = f"{self.actor}/zegt/{next(_numbers)}"
        note = {"id": address, "type": "Note", "attributedTo": self.actor, "inReplyTo": answers, "content": content}
        return {**note, "to": [PUBLIC], "url": f"{address}/lees", **more}

    def headers(self, path, body, *, at=None, covered=("(request-target)", "host", "date", "digest"), **fields):
        """The headers of a signed POST, as the test client wants them."""
        given = {"Date": format_datetime(at or now(), usegmt=True), "Host": "stad.example"}
        key = serialization.load_pem_private_key(self.private.encode(), password=None)
        fields = {"key_id": self.key_id, "body": body, "signed_headers": list(covered), **fields}
        made = Signer(given, key, "POST", f"{SITE}{path}", **fields).sign()
        return {name: made[name] for name in ("date", "digest", "Signature")}

    def sends(self, client, activity, *, path="/fediverse/postvak", headers=None):
        """Put it in an inbox of ours; the answer."""
        body = activity if isinstance(activity, bytes) else json.dumps(activity).encode()
        headers = self.headers(path, body) if headers is None else headers
        return client.post(path, body, content_type="application/activity+json", headers=headers)


def follow(client, person, name="netwerk"):
    """This person follows an account of ours."""
    activity = person.activity("Follow", f"{SITE}/fediverse/accounts/{name}")
    assert person.sends(client, activity).status_code == 202
    return activity


def deliver() -> int:
    """What the worker does: read the log, send what is due."""
    posts.follow_log()
    return deliveries.send_due_deliveries()
