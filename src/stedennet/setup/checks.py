"""Checks whether the answers work: the folder, the mail server. Each returns a sentence, empty if all is well."""

import smtplib
import tempfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

SECONDS = 10


def check_folder(folder: str) -> str:
    """Create the folder if it does not exist, and write in it."""
    try:
        Path(folder).mkdir(mode=0o750, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as trial:
            trial.write(b"stedennet")
    except OSError as error:
        return f"the folder {folder} cannot be written ({error.strerror}). Choose another, or give it to this user."
    return ""


def check_mail_server(address: str) -> str:
    """Connect to the mail server and sign in; sends nothing. An empty address is fine."""
    parts = urlsplit(address)
    if not address:
        return ""
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        return "the mail server must be written as smtp://user:password@host:port, or smtps://…"
    try:
        _sign_in(parts.scheme == "smtps", parts.hostname, parts.port or 25, parts.username or "", parts.password or "")
    except (OSError, smtplib.SMTPException, ValueError) as error:
        return f"the mail server {parts.hostname} does not let us in ({error}). Check --email-url."
    return ""


def _sign_in(encrypted: bool, host: str, port: int, user: str, password: str) -> None:
    kind = smtplib.SMTP_SSL if encrypted else smtplib.SMTP
    with kind(host, port, timeout=SECONDS) as server:
        server.ehlo()
        if user and not encrypted:
            server.starttls()
        if user:
            server.login(unquote(user), unquote(password))
