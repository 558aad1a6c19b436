"""Django's settings, from the environment alone. Imported by nobody.

Reads: DATABASE_URL, KAKEHASHI_HOME, KAKEHASHI_SECRET_KEY, KAKEHASHI_ALLOWED_HOSTS,
KAKEHASHI_HTTPS, KAKEHASHI_SIDES,
KAKEHASHI_OIDC_… (signing in by another service).
Writes nothing: `kakehashi site up` makes folder, key and tables.
"""

import os
import secrets
from pathlib import Path

import dj_database_url
from django.core.files.storage import FileSystemStorage

from kakehashi.site.home import home, key_of

MIB = 1024 * 1024
HOME = home(os.environ)
HTTPS = os.environ.get("KAKEHASHI_HTTPS", "") not in {"", "0"}
# whose acts are written here: both sides' on one shared installation, else one side's
KAKEHASHI_SIDES = tuple(
    filter(None, map(str.strip, os.environ.get("KAKEHASHI_SIDES", "uk,jp").split(",")))
)

DEBUG = False
# The key of the environment, else of the folder, else one of this process alone.
SECRET_KEY = key_of(os.environ, HOME) or secrets.token_urlsafe(50)
ALLOWED_HOSTS = [
    host.strip()
    for host in os.environ.get("KAKEHASHI_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
    if host.strip()
]

OIDC_ISSUER = os.environ.get("KAKEHASHI_OIDC_ISSUER", "")
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "kakehashi.site.records",
    "kakehashi.site.pages",  # before allauth: our templates stand in place of its own
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    *(["allauth.socialaccount.providers.openid_connect"] if OIDC_ISSUER else []),
    "axes",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    "kakehashi.site.gate.Headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kakehashi.site.gate.BodyCap",
    "kakehashi.site.gate.Language",
    "kakehashi.site.gate.WrongMethod",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kakehashi.site.pages.people.asked.SecondFactor",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "kakehashi.site.turns.Turns",  # after whoever refuses a form
    "axes.middleware.AxesMiddleware",
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
            "context_processors": [
                "django.template.context_processors.request",
                "kakehashi.site.pages.shown.shown",
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
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
        "PRAGMA secure_delete=ON;",
    }
# for Django's own tables; ours name a UUIDv7, which a test holds
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "records.Person"

# ---------------------------------------------------------------- long work, in a worker

TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "OPTIONS": {"id_function": "kakehashi.site.records.ids.new_id"},
    }
}
WORK_DAYS = 14  # that a piece and its result stay

# ---------------------------------------------------------------- language and time

# Our own words stand in terms/phrases, both languages by key; this is for the faults that
# forms of Django and allauth tell, and for the language in the addresses of an account.
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ja", "日本語")]
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
CSRF_COOKIE_SAMESITE = "Lax"  # strict: a link in a mail would spoil the forms that are open
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

# ---------------------------------------------------------------- people

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
SESSION_COOKIE_NAME = "kakehashi_session"  # set at signing in, never for a visitor
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 8 * 3600  # a working day
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # the site sends no mail
ACCOUNT_ADAPTER = "kakehashi.site.pages.people.adapter.Accounts"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the administrator gives the address
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_USER_DISPLAY = "kakehashi.site.pages.people.who.written"
MFA_ADAPTER = "kakehashi.site.pages.people.adapter.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # for localhost, the one plain origin browsers allow
SOCIALACCOUNT_ADAPTER = "kakehashi.site.pages.people.adapter.OthersAccounts"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # an address that the service has verified
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "ministry",
                "name": os.environ.get("KAKEHASHI_OIDC_NAME") or OIDC_ISSUER,
                "client_id": os.environ.get("KAKEHASHI_OIDC_CLIENT", ""),
                "secret": os.environ.get("KAKEHASHI_OIDC_SECRET", ""),
                "settings": {"server_url": OIDC_ISSUER, "oauth_pkce_enabled": True},
            }
        ]
    }
}
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.5  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_LOCKOUT_CALLABLE = "kakehashi.site.pages.people.locked.locked"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # who signed in when is in the list of sessions
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

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
