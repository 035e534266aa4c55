"""Django's settings. What differs between machines comes from `env.py`; the rest is the same everywhere."""

import datetime as dt
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import unquote, urlparse

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from .env import SIGNING, env

PACKAGE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = env.var_dir.resolve()

SECRET_KEY = env.secret_key.get_secret_value() or "only-for-building-and-tests"
SECRET_KEY_FALLBACKS = [key.get_secret_value() for key in env.secret_key_fallbacks]
DEBUG = env.debug
DEMO = env.demo
SHOW_EXAMPLES = env.show_examples
SITE_URL = env.site_url.rstrip("/")
ALLOWED_HOSTS = env.allowed_hosts
NETWORK_NAME = env.network_name
OFFICE_EMAIL = env.office_email
TRUSTED_PROXIES = env.trusted_proxies
TRUSTED_REACTIONS = env.trusted_reactions
FRESHNESS_DAYS = env.freshness_days
UPDATE_MONTHS = env.update_months
CALL_ADVICE_BELOW = env.call_advice_below
PUBLIC_MAIL_GRACE = dt.timedelta(minutes=env.public_mail_grace_minutes)
MATCH_MAILS = env.match_mails
MATCH_LEAST = env.match_least
DIGEST_HOUR = env.digest_hour
FEDIVERSE = env.fediverse
# The demo connects to servers on this machine only, any other site to public addresses only.
FEDIVERSE_REACH = "loopback" if DEMO else "public"
WEBSUB_HUB = env.websub_hub
ENCODER = env.encoder
SECURITY_LOG_DAYS = env.security_log_days

ROOT_URLCONF = "stedennet.config.urls"
WSGI_APPLICATION = "stedennet.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    # Our own rooms, from the top layer to the bottom one.
    "stedennet.site",
    "stedennet.demo",
    "stedennet.newsletters",
    "stedennet.fediverse",
    "stedennet.websub",
    "stedennet.spreading",
    "stedennet.insight",
    "stedennet.matching",
    "stedennet.search",
    "stedennet.publications",
    "stedennet.events",
    "stedennet.challenges",
    "stedennet.yields",
    "stedennet.calls",
    "stedennet.initiatives",
    "stedennet.agenda",
    "stedennet.network",
    "stedennet.reactions",
    "stedennet.intake",
    "stedennet.personal_links",
    "stedennet.imports",
    "stedennet.accounts",
    "stedennet.mailing",
    "stedennet.outbox",
    "stedennet.audit",
    "stedennet.changes",
    "stedennet.worker",
    "stedennet.sections",
    "stedennet.limits",
    "stedennet.core",
    # Third-party apps.
    "wagtail.contrib.redirects",
    "wagtail.contrib.table_block",
    "stedennet.accounts.apps.PeopleConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "anymail",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]

MIDDLEWARE = [
    "stedennet.site.middleware.HealthProbesMiddleware",
    "stedennet.site.middleware.HardeningMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "stedennet.site.middleware.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "stedennet.site.unsent_forms.UnsentFormsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "stedennet.site.second_factor.SecondFactorMiddleware",
    "stedennet.site.middleware.AdminAccessMiddleware",
    "stedennet.site.middleware.ExportAuditMiddleware",
    "stedennet.site.middleware.RefusalMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "stedennet.site.context_processors.build_page_frame",
            ],
            "builtins": ["stedennet.site.templatetags.languages"],
        },
    }
]
FORMS_URLFIELD_ASSUME_HTTPS = True  # The default of Django 6.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Data. SQLite: readers never wait for a writer (WAL), and a writer takes its lock at once (IMMEDIATE).
DATABASES = {
    "default": dj_database_url.parse(env.database_url, conn_max_age=600, conn_health_checks=True)
    if env.database_url
    else {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": VAR_DIR / "stedennet.sqlite3",
        # Opening takes 5 ms, and the last connection to close checkpoints the WAL: not with each request.
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=268435456;",
        },
    }
}
# Limits and "used" marks, ours and django-allauth's, are shared by all processes: never in the memory of one.
CACHES = {
    "default": {
        "BACKEND": "stedennet.limits.redis_cache.SharedRedisCache",
        "LOCATION": env.cache_url.get_secret_value(),
    }
    if env.cache_url.get_secret_value()
    else {"BACKEND": "stedennet.limits.cache.SharedCache"},
}

# Tasks are rows in the same database, enqueued in the transaction that causes them.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# People.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "stedennet.accounts.backends.RoleBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "stedennet.accounts.hashers.BoundedHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account_home"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "stedennet.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600  # Seconds that a reauthentication stays valid, for allauth's pages and ours.
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
MFA_ADAPTER = "stedennet.accounts.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
ACCOUNT_FORMS = {
    "add_email": "stedennet.accounts.forms.AddAddressForm",
    "signup": "stedennet.accounts.forms.SignUpForm",
}
MFA_FORMS = {
    "add_webauthn": "stedennet.accounts.forms.AddKeyForm",
    "edit_webauthn": "stedennet.accounts.forms.EditKeyForm",
}
MFA_TOTP_ISSUER = NETWORK_NAME
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG or DEMO
SESSION_IDLE_MINUTES = env.session_idle_minutes
REQUIRE_SECOND_FACTOR = env.require_second_factor and not DEMO

# Mail.
_mail = urlparse(env.email_url.get_secret_value())
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _mail.hostname else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_HOST = _mail.hostname or ""
EMAIL_PORT = _mail.port or 25
EMAIL_HOST_USER = unquote(_mail.username or "")
EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
EMAIL_USE_SSL = _mail.scheme == "smtps"
EMAIL_USE_TLS = _mail.scheme == "smtp" and bool(_mail.username)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.from_email
BOUNCE_EMAIL = env.bounce_email
REPLY_EMAIL = env.reply_email
MAIL_CONNECTIONS = env.mail_connections
MAIL_WEBHOOK_SECRET = env.mail_webhook_secret.get_secret_value()
MAIL_SERVICE = env.mail_service
ANYMAIL = {"WEBHOOK_SECRET": MAIL_WEBHOOK_SECRET} if MAIL_WEBHOOK_SECRET else {}
if env.mail_service in SIGNING:
    ANYMAIL[SIGNING[env.mail_service]] = env.mail_webhook_key.get_secret_value()
SERVER_EMAIL = parseaddr(env.from_email)[1]

# Languages: Dutch at the root, English under /en/.
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Nederlands")), ("en", _("Engels"))]
LOCALE_PATHS = [PACKAGE_DIR / "locale"]
USE_I18N = True
USE_THOUSAND_SEPARATOR = False
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

# Files.
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = False
MEDIA_ROOT = VAR_DIR / "media"
SEARCH_DIR = VAR_DIR / "search"
PICTURES_DIR = VAR_DIR / "pictures"
MEDIA_URL = "/media/"

# Wagtail, the admin for editors.
WAGTAIL_SITE_NAME = NETWORK_NAME
WAGTAILADMIN_BASE_URL = SITE_URL
# Only allauth handles sign-in, addresses and passwords: Wagtail's own pages ask for neither a password nor a factor.
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
WAGTAIL_FRONTEND_LOGIN_URL = LOGIN_URL
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
# Anybody who knows another's password could sign as them, so people choose their own, through a mail.
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_PERMITTED_LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
WAGTAILADMIN_UNSAVED_CHANGES_WARNING = True
# Uploads are checked by content, and never open on our origin.
WAGTAILDOCS_DOCUMENT_FORM_BASE = "stedennet.core.upload_forms.DocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
WAGTAIL_FRONTEND_LOGIN_URL = LOGIN_URL
WAGTAILIMAGES_IMAGE_FORM_BASE = "stedennet.core.upload_forms.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10_000_000
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
CLAMAV = env.clamav
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# Security. The policy below is for public pages; `site.middleware` has the wider one for /beheer/.
CSP_REPORTS = "/csp-melding"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "report-uri": [CSP_REPORTS],
        "report-to": "csp",
    }
}
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail shows previews in a frame; the policy above forbids it for public pages.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = env.https and not (DEBUG or DEMO)
SECURE_HSTS_SECONDS = 31536000 if SECURE_SSL_REDIRECT else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_SSL_REDIRECT and env.hsts_subdomains
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.trusted_proxies else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT
# Browsers accept this prefix only over HTTPS and for exactly this host: no neighbouring host can set the cookie.
COOKIE_PREFIX = "__Host-" if SECURE_SSL_REDIRECT else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid", f"{COOKIE_PREFIX}csrftoken"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}django_language"
MESSAGE_STORAGE = "stedennet.site.message_storage.MessageStorage"
CSRF_COOKIE_HTTPONLY = True  # Each form carries its own token.
CSRF_FAILURE_VIEW = "stedennet.site.views.errors.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

_REDACTING = "stedennet.core.redaction.RedactingFormatter"
_LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    # Logs contain no secrets and no people's addresses. In the demo mails are logged, to be read there.
    "formatters": {
        "line": {"format": _LINE} if DEMO else {"()": _REDACTING, "fmt": _LINE},
        "bare": {"()": _REDACTING, "fmt": "%(message)s"},
    },
    "filters": {"one_line": {"()": "stedennet.core.transient_errors.OneLineFilter"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["one_line"]},
        "security": {"class": "logging.StreamHandler", "formatter": "bare"},
    },
    "root": {"handlers": ["console"], "level": env.log_level},
    "loggers": {
        # Django's own handlers write unredacted lines, and mail them; all lines must go through ours.
        "django": {"handlers": [], "level": "NOTSET", "propagate": True},
        "django.server": {"handlers": [], "level": "NOTSET", "propagate": True},
        # It logs each of its twenty detectors for each bounced mail.
        "flufl.bounce": {"level": "ERROR"},
        # One JSON object per line for log collectors, whatever the level of the rest.
        "stedennet.security": {"handlers": ["security"], "level": "INFO", "propagate": False},
    },
}
SILENCED_SYSTEM_CHECKS = ["wagtailadmin.W003"]
