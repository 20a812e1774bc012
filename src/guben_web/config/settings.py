"""The settings of Django. What differs from place to place is in `environment`."""

import secrets
from datetime import timedelta
from pathlib import Path

from guben_web.accounts.enums import demanded_of
from guben_web.config.environment import read_environment

ENVIRONMENT = read_environment()
_DATA = ENVIRONMENT.data
_PACKAGE = Path(__file__).parent.parent

DEBUG = False
SECRET_KEY = _DATA.secret_key() if _DATA else secrets.token_urlsafe(64)
FIELD_KEY = _DATA.field_key() if _DATA else secrets.token_urlsafe(32)
ALLOWED_HOSTS = ENVIRONMENT.allowed_hosts
# How large the county of a demo is: that of `guben synth`.
DEMO_SIZE = {"townships": 36, "villages": 800, "members": 40_000}
IS_DEMO = (_DATA.kind() if _DATA else None) == "demo" or ENVIRONMENT.is_demo

INSTALLED_APPS = [
    "guben_web.shared",
    "guben_web.words",
    "guben_web.jobs",
    "guben_web.audit",
    "guben_web.accounts",
    "guben_web.org",
    "guben_web.administration",
    "guben_web.people",
    "guben_web.teams",
    "guben_web.structure",
    "guben_web.workplaces",
    "guben_web.baselines",
    "guben_web.corrections",
    "guben_web.statistics",
    "guben_web.packs",
    "guben_web.ledgers",
    "guben_web.imports",
    "guben_web.tallies",
    "guben_web.reporting",
    "guben_web.results",
    "guben_web.appraisals",
    "guben_web.promotion",
    "guben_web.api",
    "guben_web.home",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "ninja",
    # Both would set the template loaders by themselves, and the later one undoes the earlier; see TEMPLATES.
    "template_partials.apps.SimpleAppConfig",
    "django_cotton.apps.SimpleAppConfig",
    "axes",
    "csp",
    "django_q",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "guben_web.audit.address.AddressMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "guben_web.accounts.middleware.AccountMiddleware",
    "guben_web.accounts.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "guben_web.shared.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "guben_web.config.urls"
WSGI_APPLICATION = "guben_web.config.wsgi.application"

_LOADERS = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                ("template_partials.loader.Loader", [("django.template.loaders.cached.Loader", _LOADERS)])
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "django.templatetags.static",
                "guben_web.words.templatetags.words",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "guben_web.shared.context.installation",
            ],
        },
    }
]

DATABASES = {"default": ENVIRONMENT.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Sign-in
AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("MinimumLengthValidator", "CommonPasswordValidator", "NumericPasswordValidator")
]
AUTH_PASSWORD_VALIDATORS[0]["OPTIONS"] = {"min_length": 10}  # type: ignore[assignment]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "home:home"
LOGOUT_REDIRECT_URL = "accounts:sign_in"
IDLE_TIMEOUT = timedelta(minutes=30)
# Whoever holds one of these roles goes nowhere without a second factor. A demo is entered by links alone.
SECOND_FACTOR_DEMANDED_OF = demanded_of(
    ENVIRONMENT.second_factor or ("nobody" if IS_DEMO else "administrators")
)
OIDC_ISSUER = ENVIRONMENT.oidc["ISSUER"]
OIDC_CLIENT_ID = ENVIRONMENT.oidc["CLIENT_ID"]
OIDC_CLIENT_SECRET = ENVIRONMENT.oidc["CLIENT_SECRET"]
OIDC_CLAIM = ENVIRONMENT.oidc["CLAIM"]
OIDC_TITLE = ENVIRONMENT.oidc["TITLE"]
SIGN_IN_LINK_LIFETIME = timedelta(hours=24)
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
# A stranger elsewhere cannot lock the department out by trying its name.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True
AXES_LOCKOUT_CALLABLE = "guben_web.accounts.views.locked_out"

# Sessions and cookies
SESSION_COOKIE_NAME = "guben_session"
LONGEST_SESSION = timedelta(hours=12)
SESSION_COOKIE_AGE = int(LONGEST_SESSION.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = ENVIRONMENT.is_https
CSRF_COOKIE_NAME = "guben_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_NAME = "guben_language"
LANGUAGE_COOKIE_AGE = int(timedelta(days=365).total_seconds())
CSRF_FAILURE_VIEW = "guben_web.shared.views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Headers
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
# A sign-in link must not travel on in the address of the page it came from.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if ENVIRONMENT.is_https:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds())

# Words
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# Files
STATIC_URL = "static/"
_PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage" if _DATA else _PLAIN
    },
}
if _DATA:
    STATIC_ROOT = _DATA.static
    MEDIA_ROOT = _DATA.files
FILE_UPLOAD_PERMISSIONS = 0o600
# The county's own packs.
PACKS_FOLDER = _DATA.path / "packs" if _DATA else None
# The largest file that may lie beside an entry as evidence.
LARGEST_EVIDENCE = 10 * 2**20
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20

# Of fewer members than this nothing but their number is shown to those who may not see members.
STATISTICS_SMALLEST_GROUP = 10

# How often a token may ask within a minute.
API_QUESTIONS_A_MINUTE = 600

# Background jobs. What a crash left is taken up again by us (`jobs.actions`), so a job is never delivered twice by the queue.
# A worker that has not said for this long that it lives is dead, and what it did is taken up again.
JOB_SILENCE = timedelta(seconds=15)
Q_CLUSTER = {
    "name": "guben",
    "orm": "default",
    "workers": ENVIRONMENT.job_workers,
    "timeout": int(timedelta(hours=2).total_seconds()),
    "retry": int(timedelta(days=2).total_seconds()),
    "max_attempts": 1,
    "ack_failures": True,
    "catch_up": False,
    "save_limit": 100,
    "poll": 0.3,
    "queue_limit": 1,
    "bulk": 1,
    "log_level": "WARNING",
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "without_tokens": {"()": "guben_web.shared.logs.WithoutTokens"},
        "without_traces_of_denials": {"()": "guben_web.shared.logs.WithoutTracesOfDenials"},
    },
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["without_tokens", "without_traces_of_denials"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "guben_web": {"level": "INFO"},
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # It writes user names and addresses; the audit record has them, under lock.
        "axes": {"level": "CRITICAL"},
    },
}
