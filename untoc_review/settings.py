"""Settings: one file, read from the environment (see ``.env.example``)."""

from urllib.parse import parse_qsl, unquote, urlsplit

import pghistory
from celery.schedules import crontab

from untoc_review import env

TOP = env.TOP
VAR = TOP / "var"


def database(url):
    """Django's database settings from ``postgres://user:password@host:port/name?option=value``.

    Raises MissingSetting for any other kind of address: PostgreSQL is the one database of this project.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise env.MissingSetting("DATABASE_URL must look like postgres://user:password@host:5432/name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


SECRET_KEY = env.text("SECRET_KEY")
DEBUG = env.flag("DEBUG", "no")
DEMO = env.flag("DEMO", "no")
DEMO_LOGINS = VAR / "demo-logins.json"
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", "")

INSTALLED_APPS = [
    "untoc_review",
    "mandates",
    "documents",
    "meetings",
    "provenance",
    "accounts.apps.AccountsConfig",
    "pgtrigger",
    "pghistory",
    "accounts.apps.ConferenceAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "untoc_review.middleware.ContentSecurityPolicy",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.access.AudienceMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "pghistory.middleware.HistoryMiddleware",
]

ROOT_URLCONF = "untoc_review.urls"
WSGI_APPLICATION = "untoc_review.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [TOP / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {"default": database(env.text("DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend", "accounts.backends.RoleBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

# The interface speaks English at first; documents speak the six official languages and a few more.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [TOP / "locale"]
FORMAT_MODULE_PATH = "untoc_review.formats"
USE_TZ = True
TIME_ZONE = "Europe/Vienna"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [TOP / "static"]
MEDIA_ROOT = env.text("FILES_FOLDER", "") or VAR / "files"
# Files lie in a folder or, where a bucket is named, in storage that speaks the S3 protocol.
FILES_BUCKET = env.text("FILES_BUCKET", "")
FILES_IN_BUCKET = {
    "BACKEND": "documents.storage.bucket.BucketStore",
    "OPTIONS": {
        "bucket_name": FILES_BUCKET,
        "endpoint_url": env.text("FILES_ENDPOINT", "") or None,
        "access_key": env.text("FILES_KEY", "") or None,
        "secret_key": env.text("FILES_SECRET", "") or None,
        "region_name": env.text("FILES_REGION", "") or None,
    },
}
STORAGES = {
    "default": FILES_IN_BUCKET if FILES_BUCKET else {"BACKEND": "documents.storage.folder.FolderStore"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Before collectstatic has run (tests, a first look with DEBUG) the files are found where they are written.
WHITENOISE_USE_FINDERS = DEBUG

# The index of texts: a copy of the database for this machine, kept by manage.py index_search.
SEARCH_FOLDER = env.text("SEARCH_FOLDER", "") or VAR / "search"

# What is put into this folder is taken in by manage.py watch_folder; empty: none is watched.
WATCHED_FOLDER = env.text("WATCHED_FOLDER", "")

# What a stranger may send.
UPLOAD_LIMIT_MEGABYTES = env.number("UPLOAD_LIMIT_MEGABYTES", "50")
# An archive, packed and unpacked; also all that one request brings.
ARCHIVE_LIMIT_MEGABYTES = env.number("ARCHIVE_LIMIT_MEGABYTES", "500")
DATA_UPLOAD_MAX_NUMBER_FILES = 200
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750

# Sessions live in the database: the queue's server may be away.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = env.flag("HTTPS", "no")
SESSION_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = env.number("HSTS_SECONDS", "0")
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_HSTS_SECONDS > 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if env.flag("BEHIND_PROXY", "no"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Mails name the site by its address; without a mail server they are written into a folder, to be looked at.
SITE_ADDRESS = env.text("SITE_ADDRESS", f"http://{env.text('HOST', '127.0.0.1')}:{env.text('PORT', '8000')}").rstrip(
    "/"
)
EMAIL_HOST = env.text("EMAIL_HOST", "")
EMAIL_PORT = env.number("EMAIL_PORT", "587")
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", "yes")
EMAIL_TIMEOUT = 30
EMAIL_FILE_PATH = VAR / "mail"
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "UNTOC documents <noreply@localhost>")

REDIS_URL = env.text("REDIS_URL")
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_DEFAULT_QUEUE = env.text("QUEUE", "reading")
# Recognising pictures (OCR) takes seconds a page: no other file waits behind it.
OCR_QUEUE = f"{CELERY_TASK_DEFAULT_QUEUE}.ocr"
# A long text does not hold up the reading of others: what it cites is found in a queue of its own.
LINKING_QUEUE = f"{CELERY_TASK_DEFAULT_QUEUE}.linking"
# Nor does a file wait behind a slow mail server.
MAIL_QUEUE = f"{CELERY_TASK_DEFAULT_QUEUE}.mail"
CELERY_TASK_ROUTES = {
    "documents.tasks.recognise_pictures": {"queue": OCR_QUEUE},
    "untoc_review.tasks.*": {"queue": MAIL_QUEUE},
    "mandates.tasks.*": {"queue": LINKING_QUEUE},
}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# A process that is killed gives its files back at once; one that grew too large (in kilobytes) is replaced between two tasks.
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 280_000
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
# An upload never waits long for a broker that is away: the sweeper finds the file.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 2,
    "socket_timeout": 30,
    "visibility_timeout": 3600,
    # A worker looks into its queues in the order in which they are named: one upload overtakes a bulk import.
    "queue_order_strategy": "priority",
}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0.1}
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 540
# The clock looks so often for files that stand still, and leaves those alone that moved within the last round and a half.
SWEEP_SECONDS = env.number("SWEEP_SECONDS", "60")
STANDING_STILL_SECONDS = SWEEP_SECONDS * 3 // 2
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "sweep-stalled": {"task": "documents.tasks.sweep_stalled", "schedule": float(SWEEP_SECONDS)},
    "issue-due": {
        "task": "documents.tasks.issue_due",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    "send-digests": {
        "task": "untoc_review.tasks.send_digests",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 600},
    },
    "keep-up": {"task": "mandates.tasks.keep_up", "schedule": 5.0, "options": {"expires": 5}},
    "look-for-gaps": {
        "task": "mandates.tasks.look_for_gaps",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 600},
    },
    "trim-changes": {"task": "provenance.tasks.trim_changes", "schedule": crontab(hour=3, minute=20)},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"pgtrigger": {"level": "WARNING"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
}

# History is written by triggers and can't be rewritten through the site.
PGHISTORY_APPEND_ONLY = True
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(db_index=True)
PGHISTORY_DEFAULT_TRACKERS = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
# Triggers follow the models at every migrate, all at once; as migration operations they cost half a minute.
PGTRIGGER_MIGRATIONS = False
PGTRIGGER_INSTALL_ON_MIGRATE = True
