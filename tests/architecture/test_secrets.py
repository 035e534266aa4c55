"""Secrets of links are made in one room; a list says what else signs or draws random text, and why."""

import ast
from pathlib import Path

import pytest

import stedennet

PACKAGE = Path(stedennet.__file__).parent
MAKERS = {
    "Signer",
    "TimestampSigner",
    "default_token_generator",
    "dumps",
    "get_random_string",
    "loads",
    "salted_hmac",
    "token_bytes",
    "token_hex",
    "token_urlsafe",
}
"""Functions and classes that sign or draw secrets; `dumps` and `loads` only those of `signing`."""
ALLOWED = {
    "audit/origin.py": "the keyed hash of an address in the security log",
    "demo_start.py": "the secret key of a demo",
    "fediverse/flows/tallies.py": "keyed hashes, so that a like counts once without storing who liked",
    "intake/flows.py": "the number of a form that was opened without one",
    "limits/addresses.py": "the keyed hash of a network in a limit",
    "limits/cache.py": "the keyed hash of a key in the cache",
    "mailing/flows/deliveries.py": "the name of a worker",
    "newsletters/flows/newsletters.py": "the key of a test mail",
    "outbox/unconfirmed_addresses.py": "the keyed hash of an address in a limit",
    "personal_links/flows.py": "the mark of a replaced link",
    "personal_links/tokens.py": "personal links themselves",
    "sections/kept_words.py": "the key of words kept in a session",
    "setup/answers.py": "the secret key of a new site",
    "setup/steps.py": "allauth's link for the first password",
    "site/embedding/sightings.py": "an address for ten minutes for a picture in a frame; it belongs to nobody",
}


def find_makers(source: str) -> set[str]:
    """The makers of secrets that a module uses."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            is_signing = (node.module or "").endswith("signing")
            names = {alias.name for alias in node.names}
            found |= names & (MAKERS if is_signing else MAKERS - {"dumps", "loads"})
        elif isinstance(node, ast.Attribute) and node.attr in MAKERS:
            owner = ast.unparse(node.value)
            if node.attr not in {"dumps", "loads"} or owner.endswith("signing"):
                found.add(node.attr)
    return found


def test_secrets_are_made_only_where_the_list_says_so():
    makers = {
        str(path.relative_to(PACKAGE)): find_makers(path.read_text())
        for path in PACKAGE.rglob("*.py")
        if "migrations" not in path.parts
    }
    assert {path for path, found in makers.items() if found} == set(ALLOWED)


@pytest.mark.parametrize(
    "source",
    [
        "from django.core.signing import TimestampSigner",
        "from django.core.signing import Signer as Own",
        "from django.core.signing import dumps",
        "from django.core import signing\nsigning.dumps(1, salt='x')",
        "import django.core.signing\ndjango.core.signing.loads('x')",
        "from django.utils.crypto import get_random_string",
        "import secrets\nsecrets.token_urlsafe()",
    ],
)
def test_a_new_maker_is_found(source):
    assert find_makers(source)


@pytest.mark.parametrize(
    "source", ["import json\njson.dumps({})", "from django.core.signing import BadSignature", "from json import dumps"]
)
def test_what_makes_no_secret_is_left_alone(source):
    assert not find_makers(source)
