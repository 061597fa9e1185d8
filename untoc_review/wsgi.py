"""The door for a web server: ``gunicorn untoc_review.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "untoc_review.settings")

application = get_wsgi_application()
