"""Health that can be false. /healthz: the web process answers. /readyz: the database and the queue answer too."""

from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from kombu.exceptions import OperationalError as QueueAway

from untoc_review.celery import app


@never_cache
def healthz(request):
    return HttpResponse("alive\n", content_type="text/plain")


@never_cache
def readyz(request):
    """200 when the database and the queue answer; else 503, saying which does not."""
    away = []
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        away.append("the database does not answer")
    try:
        with app.connection_for_write(connect_timeout=2) as queue:
            queue.ensure_connection(max_retries=1)
    except (QueueAway, ConnectionError):
        away.append("the queue does not answer")
    return HttpResponse(("\n".join(away) or "ready") + "\n", content_type="text/plain", status=503 if away else 200)
