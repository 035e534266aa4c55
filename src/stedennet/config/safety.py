"""Settings with which the site must not be served."""

import re
from email.utils import parseaddr
from urllib.parse import urlsplit

from .env import Environment

EXAMPLE = re.compile(r"(^|\.)(example(\.(com|net|org|nl|eu))?|test|invalid)$", re.IGNORECASE)
"""Host names from manuals that can never be real (RFC 2606)."""


def find_unsafe_settings(env: Environment) -> list[str]:
    """A sentence for each unsafe setting, which says how to fix it."""
    problems = []
    if not env.secret_key.get_secret_value():
        problems.append("STEDENNET_SECRET_KEY is empty. Set it to 50 random characters and keep it secret.")
    if env.debug:
        problems.append("STEDENNET_DEBUG is on. Unset it: it shows the inside of the program to everybody.")
    if env.demo:
        problems.append("STEDENNET_DEMO is on. Unset it: the demo's accounts and passwords are known to everybody.")
    return problems + [
        f"{name} is {value}, an example. Set it to your own: stedennet setup asks for it."
        for name, value in find_example_addresses(env).items()
    ]


def find_example_addresses(env: Environment) -> dict[str, str]:
    """The variables whose address is still the example from the manual, with their values."""
    hosts = {
        "STEDENNET_SITE_URL": (env.site_url, urlsplit(env.site_url).hostname or ""),
        "STEDENNET_OFFICE_EMAIL": (env.office_email, _host_of(env.office_email)),
        "STEDENNET_FROM_EMAIL": (env.from_email, _host_of(env.from_email)),
        "STEDENNET_BOUNCE_EMAIL": (env.bounce_email, _host_of(env.bounce_email)),
        "STEDENNET_REPLY_EMAIL": (env.reply_email, _host_of(env.reply_email)),
        "STEDENNET_EMAIL_URL": ("(not shown)", urlsplit(env.email_url.get_secret_value()).hostname or ""),
    }
    found = {name: value for name, (value, host) in hosts.items() if EXAMPLE.search(host)}
    if any(EXAMPLE.search(host) for host in env.allowed_hosts):
        found["STEDENNET_ALLOWED_HOSTS"] = str(env.allowed_hosts)
    return found


def _host_of(address: str) -> str:
    return parseaddr(address)[1].rpartition("@")[2]
