"""Every setting that differs between machines: one typed, commented line each.

A setting `x_y` is read from the environment variable `STEDENNET_X_Y`. `docs/operations.md` explains each one; a test
fails when one is missing there.
"""

from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

MAIL_SERVICES = (
    "brevo",
    "mailersend",
    "mailgun",
    "mailjet",
    "mandrill",
    "postal",
    "postmark",
    "resend",
    "sendgrid",
    "sparkpost",
)
"""Services whose webhooks work with the installed packages."""
SIGNING = {
    "mailersend": "MAILERSEND_SIGNING_SECRET",
    "mailgun": "MAILGUN_WEBHOOK_SIGNING_KEY",
    "mandrill": "MANDRILL_WEBHOOK_KEY",
    "postal": "POSTAL_WEBHOOK_KEY",
}
"""Those that sign their webhooks, and django-anymail's setting for their key."""


class Environment(BaseSettings):
    """The settings of a running Stedennet, read once at start-up; an invalid value stops the program and is named."""

    model_config = SettingsConfigDict(env_prefix="STEDENNET_", extra="ignore")

    # Key that signs sessions and tokens. Empty is refused by `stedennet serve`.
    secret_key: SecretStr = SecretStr("")
    # Former keys, as a JSON list: what they signed (links in mails, sessions) stays valid.
    secret_key_fallbacks: list[SecretStr] = Field(default=[])
    # Show Django's error pages and relax security. Never in production; `serve` refuses it.
    debug: bool = False
    # The demo: second factor not required, demo accounts exist, mail goes to files.
    demo: bool = False
    # Show readers the examples that the demo has loaded: the strategy and agenda of an invented city.
    show_examples: bool = True
    # Folder for all changing data: database, mail files, collected static files.
    var_dir: Path = Path("var")
    # The database, as a URL. Empty means SQLite in `var_dir`.
    database_url: str = ""
    # The public URL of the site, without a trailing slash; used in mails and feeds.
    site_url: str = "http://localhost:8000"
    # Host names of the site, as a JSON list.
    allowed_hosts: list[str] = Field(default=["localhost", "127.0.0.1", "[::1]"])
    # The network's name, shown at the top of each page.
    network_name: str = "Stedennet"
    # The programme office: receives mail without another addressee, and is named in the footer.
    office_email: str = "programmabureau@stedennet.example"
    # Sender of all mail.
    from_email: str = "Stedennet <noreply@stedennet.example>"
    # The SMTP server, as smtp://user:password@host:port or smtps://…; empty writes mails as files to `var_dir`/mail.
    email_url: SecretStr = SecretStr("")
    # The mailbox for bounces of mailings, such as bounces@example.org; it must accept bounces+anything@example.org
    # too. Empty: bounces go to the sender, and nobody reads them.
    bounce_email: str = ""
    # The mailbox for answers to notifications, such as antwoord@example.org; it must also accept
    # antwoord+anything@example.org. Empty: notifications cannot be answered by mail.
    reply_email: str = ""
    # How many connections to the mail server a mailing uses at once.
    mail_connections: Annotated[int, Field(ge=1, le=20)] = 4
    # The mail service that reports bounces and complaints by webhook; empty: none, and no URL for it.
    mail_service: Literal["", *MAIL_SERVICES] = ""  # type: ignore[valid-type]
    # The secret, as user:password, that the mail service sends to that URL.
    mail_webhook_secret: SecretStr = SecretStr("")
    # The key with which the mail service signs its reports: for mailersend, mailgun, mandrill and postal.
    mail_webhook_key: SecretStr = SecretStr("")
    # Editors and moderators must have a second factor. Off in the demo only.
    require_second_factor: bool = True
    # After how many minutes without a request somebody is signed out.
    session_idle_minutes: Annotated[int, Field(ge=5, le=1440)] = 120
    # The site is reached over HTTPS: secure cookies, HSTS, redirect from HTTP.
    https: bool = True
    # HSTS covers all subdomains and asks for preloading by browsers. Only if all of them have HTTPS.
    hsts_subdomains: bool = False
    # How many proxies in front of us add an X-Forwarded-For entry; 0 means readers connect directly. At most five: a
    # number that is too high would let readers choose their own address.
    trusted_proxies: Annotated[int, Field(ge=0, le=5)] = 0
    # Where limits and "used" marks are counted when not in the database: redis://… or rediss://… (Valkey too); needs
    # the extra stedennet[redis].
    cache_url: SecretStr = SecretStr("")
    # Publish reactions at once from people who had one published before; off: a moderator reviews each.
    trusted_reactions: bool = True
    # After how many days an action should be checked, must be checked, and counts as stale: three rising numbers.
    freshness_days: tuple[int, int, int] = (30, 60, 180)
    # The months on whose first day an update round opens, as a JSON list; [] for no automatic rounds.
    update_months: list[Annotated[int, Field(ge=1, le=12)]] = Field(default=[4, 10])
    # The author of a call gets advice on each of the four questions that an editor scored less than this (0 to 5).
    call_advice_below: Annotated[int, Field(ge=0, le=6)] = 4
    # How many minutes after publication, or after a newsletter was sent, its mail goes out.
    public_mail_grace_minutes: Annotated[int, Field(ge=0, le=120)] = 10
    # Mail people of matching organisations about a new call, at most once a week each.
    match_mails: bool = True
    # How well an organisation must match a call to get that mail, from 0 to 1.
    match_least: Annotated[float, Field(ge=0, le=1)] = 0.4
    # The hour (Amsterdam) at which digests that are not immediate go out.
    digest_hour: Annotated[int, Field(ge=0, le=23)] = 7
    # Act as a fediverse server (ActivityPub): themes can be followed from Mastodon, replies arrive as reactions.
    fediverse: bool = False
    # The WebSub hub to notify when a feed changes, such as https://hub.example.org/; empty: none.
    websub_hub: str = ""
    # Search by meaning too: "sentence" needs the extra stedennet[encoder]; empty searches by words only.
    encoder: Literal["", "sentence"] = ""
    # The clamd that scans each uploaded file: host:port, or the path of its socket; empty: no virus scanner.
    clamav: str = ""
    # How many days events of the security log are kept before they are pruned.
    security_log_days: Annotated[int, Field(ge=90)] = 400
    # How much is logged: DEBUG, INFO, WARNING or ERROR.
    log_level: str = "INFO"

    @field_validator("freshness_days")
    @classmethod
    def rises(cls, days: tuple[int, int, int]) -> tuple[int, int, int]:
        """Raise ValueError unless each number of days exceeds the previous one."""
        if not 0 < days[0] < days[1] < days[2]:
            raise ValueError("give three rising numbers of days, such as [30, 60, 180]")
        return days

    @field_validator("websub_hub")
    @classmethod
    def is_an_address(cls, hub: str) -> str:
        """Raise ValueError unless it is empty or a web address with a host."""
        parts = urlsplit(hub)
        if hub and not (parts.scheme in ("http", "https") and parts.hostname):
            raise ValueError("give a web address, such as https://hub.example.org/")
        return hub

    @field_validator("clamav")
    @classmethod
    def is_a_scanner(cls, address: str) -> str:
        """Raise ValueError unless it is empty, the path of a socket, or a host with a port."""
        host, _colon, port = address.rpartition(":")
        if address and not address.startswith("/") and not (host and port.isdecimal() and 0 < int(port) < 65_536):
            raise ValueError("give host:port, such as localhost:3310, or the path of a socket")
        return address

    @field_validator("cache_url")
    @classmethod
    def is_a_cache(cls, cache: SecretStr) -> SecretStr:
        """Raise ValueError unless it is empty or the URL of a Redis or Valkey server."""
        parts = urlsplit(cache.get_secret_value())
        is_server = parts.scheme in ("redis", "rediss") and parts.hostname
        if cache.get_secret_value() and not is_server:
            raise ValueError("give the address of a Redis or Valkey server, such as redis://localhost:6379/0")
        return cache

    @model_validator(mode="after")
    def hears_the_mail_service(self) -> Self:
        """Raise ValueError when a mail service is set without its secret or key, or vice versa."""
        secret, key = self.mail_webhook_secret.get_secret_value(), self.mail_webhook_key.get_secret_value()
        if bool(self.mail_service) != bool(secret):
            raise ValueError("set both STEDENNET_MAIL_SERVICE and STEDENNET_MAIL_WEBHOOK_SECRET, or neither")
        if self.mail_service in SIGNING and not key:
            raise ValueError(f"{self.mail_service} signs its webhooks: set STEDENNET_MAIL_WEBHOOK_KEY")
        return self


def read_environment() -> Environment:
    """The current settings; exits with a line for each invalid one."""
    try:
        return Environment()
    except ValidationError as exception:
        prefix = Environment.model_config["env_prefix"]
        names = (
            "".join(f"{prefix}{str(part).upper()}: " for part in error["loc"][:1]) for error in exception.errors()
        )
        lines = [f"{name}{error['msg']}" for name, error in zip(names, exception.errors(), strict=True)]
        raise SystemExit("\n".join(lines)) from None
    except SettingsError as exception:
        raise SystemExit(f'{exception} (a list is written as JSON, such as ["www.example.org"])') from None


env = read_environment()
