"""All settings. The environment is read here and nowhere else; .env.example documents every variable."""

from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from trialfinder import embedded, environment

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(environment.text("DATA_DIR", str(BASE_DIR / ".data"))).expanduser().resolve()

# ── Who may reach it, and how ────────────────────────────────────────────────
DEBUG = environment.flag("DEBUG", default=False)
SECRET_KEY = environment.secret("SECRET_KEY", DATA_DIR / "secret_key")
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
BIND = environment.text("BIND", "127.0.0.1")
PORT = environment.whole("PORT", 8000, 1, 65535)
WEB_WORKERS = environment.whole("WEB_WORKERS", 2, 1, 64)
CSRF_TRUSTED_ORIGINS = environment.words("CSRF_TRUSTED_ORIGINS")

# HTTPS is the default. `make up` turns it off for itself when it listens on this machine alone.
HTTPS = environment.flag("HTTPS", default=True)
HTTPS_CHOSEN = bool(environment.text("HTTPS"))
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked by supervisors on this machine, which speak plain HTTP
SECURE_HSTS_SECONDS = environment.whole("HSTS_SECONDS", 31_536_000, 0, 100_000_000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
BEHIND_PROXY = environment.flag("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
LOOPBACK = BIND in ("localhost", "::1") or BIND.startswith("127.")
if DEBUG and not LOOPBACK:
    raise ImproperlyConfigured(
        f"DEBUG=1 shows the site's inside to everyone who reaches it, and BIND={BIND} lets others reach it. "
        "Set DEBUG=0, or BIND=127.0.0.1."
    )

# Conditions, ages and ZIPs stand in addresses: no other site may learn them.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# ── What it is made of ───────────────────────────────────────────────────────
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django_filters",
    "django_htmx",
    "trialfinder",
    "trials",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "trials.views.preparing.Preparing",
]

ROOT_URLCONF = "trialfinder.urls"
WSGI_APPLICATION = "trialfinder.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "trials.views.context.site",
            ],
        },
    },
]

# ── Where the data are ───────────────────────────────────────────────────────
DATABASE_URL = environment.address("DATABASE_URL", "", ["postgresql", "postgres"])
EMBEDDED_DATABASE = not DATABASE_URL
try:
    DATABASES = {
        "default": dj_database_url.parse(
            DATABASE_URL or embedded.database_url(DATA_DIR), conn_max_age=600, conn_health_checks=True
        )
    }
except ValueError:
    # The error itself would show the address, and a password with it.
    raise ImproperlyConfigured(
        "DATABASE_URL cannot be read. Use postgresql://user:password@host:5432/name, "
        "with every special character of the password percent-encoded."
    ) from None

REDIS_URL = environment.address("REDIS_URL", "", ["redis", "rediss", "unix"])
EMBEDDED_REDIS = not REDIS_URL
REDIS_URL = REDIS_URL or embedded.redis_url(DATA_DIR)

# ── The registry ─────────────────────────────────────────────────────────────
REGISTRY_URL = environment.address("REGISTRY_URL", "https://clinicaltrials.gov/api/v2", ["https", "http"]).rstrip("/")
REGISTRY_USER_AGENT = environment.text(
    "REGISTRY_USER_AGENT", "Trialfinder/0.1 (mirror of ClinicalTrials.gov for patients)"
)
REGISTRY_PAUSE = environment.number("REGISTRY_PAUSE", 1.0, 0, 60)  # seconds from one request to the next
REGISTRY_BULK = environment.flag("REGISTRY_BULK", default=True)  # whether a first load tries the registry's one file
REFRESH_EVERY = environment.number("REFRESH_EVERY", 30, 0.05, 1440)  # minutes from one look to the next

# ── The vocabulary of diseases ───────────────────────────────────────────────
VOCABULARY_CHECK_SECONDS = 1.0  # how long a process may go without asking whether a curator changed it

# ── The search's index ───────────────────────────────────────────────────────
SEARCH_DIR = DATA_DIR / "search"  # derived from the database; can be deleted at any time
DATA_STATE_SECONDS = 2.0  # how old may be what each page says of the state of the data
SEARCH_CATCH_UP = 1.0  # seconds a process may go without looking at what was written since

# ── Places ───────────────────────────────────────────────────────────────────
PLACES_CHECK_SECONDS = 30.0  # how long a process may go without looking for places that the registry has added

# ── Work in the background ───────────────────────────────────────────────────
# Celery spells a Redis that listens on a socket in its own way.
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 6 * 3600}
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "run" / "beat")
CELERY_BEAT_SCHEDULE = {
    "refresh": {
        "task": "trials.tasks.refresh",
        "schedule": REFRESH_EVERY * 60,
        "options": {"expires": REFRESH_EVERY * 60},
    },
}

# ── Static files ─────────────────────────────────────────────────────────────
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# ── Language, time, sign-in ──────────────────────────────────────────────────
LANGUAGE_CODE = "en-us"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

LOGIN_URL = "admin:login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

# ── Logs: to standard error; never a condition, an age, a ZIP or an address ──
LOG_LEVEL = environment.choice("LOG_LEVEL", "WARNING", ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        # Paths name trials and conditions; a warning per missing page would write them down.
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "ERROR"},
    },
}
