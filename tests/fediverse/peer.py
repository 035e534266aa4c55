"""Another server of the fediverse, as a process of its own: written with apkit, without any of our code.

`python tests/fediverse/peer.py PORT` has one account, ada. It takes what is sent to its inbox when apkit believes
the signature, and keeps it. The addresses below /stuur/ are for the test: what ada says and does.
"""

import json
import sys

import uvicorn
from apkit.client._common import sign_request
from apkit.client.models import Link, WebfingerResult
from apkit.client.sync.client import ActivityPubClient
from apkit.config import AppConfig
from apkit.models import Accept, Announce, Create, CryptographicKey, Delete, Person, Update
from apkit.server.app import ActivityPubServer
from apkit.server.responses import ActivityResponse
from apkit.types import ActorKey
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from fastapi import Request, Response
from fastapi.responses import JSONResponse

PORT = int(sys.argv[1])
HERE = f"http://localhost:{PORT}"
ACTOR, INBOX = f"{HERE}/users/ada", f"{HERE}/users/ada/inbox"
KEY_ID = f"{ACTOR}#main-key"
KIND = {"Content-Type": "application/activity+json"}
PRIVATE = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PUBLIC = PRIVATE.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
received: list[dict] = []
gone: list[bool] = []
app = ActivityPubServer(apkit_config=AppConfig())
app.inbox("/users/ada/inbox")


@app.get("/users/ada")
async def ada() -> Response:
    """The account document, until the account is deleted."""
    if gone:
        return Response(status_code=410)
    key = CryptographicKey(id=KEY_ID, owner=ACTOR, public_key_pem=PUBLIC.decode())
    return ActivityResponse(
        Person(id=ACTOR, name="Ada", preferred_username="ada", inbox=INBOX, outbox=f"{ACTOR}/outbox", public_key=key)
    )


@app.webfinger()
async def webfinger(request: Request, resource) -> Response:
    """The WebFinger response for ada."""
    link = Link(rel="self", type="application/activity+json", href=ACTOR)
    found = WebfingerResult(subject=resource, links=[link])
    return JSONResponse(found.to_json(), media_type="application/jrd+json")


async def keep(ctx) -> Response:
    """Keep the activities that apkit accepts."""
    received.append({"believed": type(ctx.activity).__name__, "sent": json.loads(await ctx.request.body())})
    return Response(status_code=202)


for kind in (Accept, Create, Update, Delete, Announce):
    app.on(kind, keep)


@app.get("/stuur/ontvangen")
def told() -> list[dict]:
    """The activities received so far."""
    return received


@app.post("/stuur/account")
def fetch(asked: dict) -> dict:
    """A remote account as apkit reads it."""
    with ActivityPubClient() as client:
        found = client.actor.fetch(asked["url"])
    return {
        "kind": type(found).__name__,
        "name": found.preferred_username,
        "keys": len(found.keys),
        "inbox": found.inbox,
    }


@app.post("/stuur/doe")
def act(asked: dict) -> dict:
    """Send an activity, signed by apkit; return the status of the response."""
    with ActivityPubClient() as client:
        answer = client.post(
            asked["inbox"],
            headers=KIND,
            body=asked["activity"],
            signatures=[ActorKey(KEY_ID, PRIVATE)],
            sign_with=["draft-cavage"],
        )
        return {"status": answer.status}


@app.post("/stuur/onderteken")
def sign(asked: dict) -> dict:
    """A signed request that is not sent, for a test to forge."""
    body, headers = sign_request(
        asked["inbox"], dict(KIND), [ActorKey(KEY_ID, PRIVATE)], body=json.dumps(asked["activity"]).encode()
    )
    return {"body": body.decode(), "headers": headers}


@app.post("/stuur/verdwijn")
def vanish() -> dict:
    """Delete the account."""
    gone.append(True)
    return {}


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=PORT, log_level="warning")
