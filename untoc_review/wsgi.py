"""The door for a web server: ``gunicorn untoc_review.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

from untoc_review.env import MissingSetting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "untoc_review.settings")

try:
    application = get_wsgi_application()
except MissingSetting as problem:
    # A web server gives up at an error, but would start a worker that merely ends over and over again.
    raise RuntimeError(str(problem)) from None
