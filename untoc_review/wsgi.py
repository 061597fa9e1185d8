"""The door for a web server: ``gunicorn untoc_review.wsgi``."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from untoc_review.env import MissingSetting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "untoc_review.settings")

try:
    application = get_wsgi_application()
except MissingSetting as problem:
    # A web server gives up at an error, but would start a worker that merely ends over and over again.
    raise RuntimeError(str(problem)) from None

# A page makes and drops some ten thousand small objects; collecting as often as Python does by itself takes a tenth of its
# time, and what is loaded now stays for good.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
