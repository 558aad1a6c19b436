"""Django's settings, from the environment alone. Imported by nobody.

Reads: DATABASE_URL, KAKEHASHI_HOME, KAKEHASHI_SECRET_KEY, KAKEHASHI_ALLOWED_HOSTS,
KAKEHASHI_HTTPS. Writes nothing: `kakehashi site up` makes folder, key and tables.
"""

import os
import secrets
from pathlib import Path

import dj_database_url
from django.core.files.storage import FileSystemStorage

from kakehashi.site.home import home, kept_key

MIB = 1024 * 1024
HOME = home(os.environ)
HTTPS = os.environ.get("KAKEHASHI_HTTPS", "") not in {"", "0"}
# whose acts are written here: both sides' on one shared installation, else one side's
KAKEHASHI_SIDES = tuple(
    filter(None, map(str.strip, os.environ.get("KAKEHASHI_SIDES", "uk,jp").split(",")))
)

DEBUG = False
# The key of the environment, else of the folder, else one of this process alone.
SECRET_KEY = os.environ.get("KAKEHASHI_SECRET_KEY") or kept_key(HOME) or secrets.token_urlsafe(50)
ALLOWED_HOSTS = [
    host.strip()
    for host in os.environ.get("KAKEHASHI_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
    if host.strip()
]

INSTALLED_APPS = ["django.contrib.staticfiles", "kakehashi.site.records", "kakehashi.site.pages"]
MIDDLEWARE = [
    "kakehashi.site.gate.Headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kakehashi.site.gate.BodyCap",
    "kakehashi.site.gate.WrongMethod",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "kakehashi.site.turns.Turns",  # after whoever refuses a form
]
ROOT_URLCONF = "kakehashi.site.urls"
WSGI_APPLICATION = "kakehashi.site.wsgi.application"
APPEND_SLASH = True
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.static",
                "kakehashi.site.pages.templatetags.words",
            ],
            "string_if_invalid": "",
        },
    }
]

# ---------------------------------------------------------------- records

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{HOME / 'kakehashi.sqlite3'}",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,  # seconds a writer waits for another
        "transaction_mode": "IMMEDIATE",  # so that no reader has to become a writer half-way
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
# for Django's own tables; ours name a UUIDv7, which a test holds
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "records.Person"

# ---------------------------------------------------------------- language and time

USE_I18N = False  # our words stand in terms/phrases: both languages, by key
LANGUAGE_CODE = "en"
USE_TZ = True
TIME_ZONE = "UTC"

# ---------------------------------------------------------------- static files

STATIC_URL = "/static/"
STATICFILES_DIRS = [Path(__file__).parent / "static"]
# Where `kakehashi site up` gathers them, their digest in each name; the list of them stands
# beside the folder that is served.
COLLECTED = HOME / "collected-styles"
STYLES_WITH_DIGESTS = {
    "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
    "OPTIONS": {"manifest_storage": FileSystemStorage(location=COLLECTED)},
}
_IS_COLLECTED = (COLLECTED / "staticfiles.json").is_file()
STATIC_ROOT = COLLECTED / "static" if _IS_COLLECTED else None
WHITENOISE_USE_FINDERS = not _IS_COLLECTED
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": STYLES_WITH_DIGESTS
    if _IS_COLLECTED
    else {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# ---------------------------------------------------------------- caps: uploads stay in memory

MOST_BODY_BYTES = 64 * MIB  # a whole request; a 58,000-component SBOM is about 40 MiB
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * MIB  # what is no file: the state and one answer
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = MOST_BODY_BYTES
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

# ---------------------------------------------------------------- the browser's safety

CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_AGE = None  # gone with the browser's session
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "kakehashi.site.pages.faults.csrf_failed"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000  # sent over https only
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"

# ---------------------------------------------------------------- logs: no secret, no content

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_secrets": {"()": "kakehashi.site.gate.NoSecrets"}},
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "filters": ["no_secrets"],
            "formatter": "plain",
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # Django's own handlers (console only in DEBUG, mail to admins) are not used.
    "loggers": {"django": {"handlers": [], "level": "WARNING", "propagate": True}},
}

SILENCED_SYSTEM_CHECKS: list[str] = []
