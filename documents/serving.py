"""Handing a stored file to a browser: a stranger's bytes are shown as a text or a PDF, saved as anything else, never run.

Works on a folder and on a bucket alike, whole or in parts (one range at a time, as readers of PDF ask).
"""

import re

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header, parse_etags

from documents.models import File
from documents.reading.kinds import PDF, TEXT
from documents.storage import StoreTrouble

SHOWN = (PDF, TEXT)  # what a browser may show itself
TRY_AGAIN_SECONDS = 60
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def serve_file(request: HttpRequest, file: File) -> HttpResponse:
    """The bytes of ``file``, which the caller has found readable for whoever asks.

    Raises Http404 when the store has no such bytes; answers 503 in words while the store is away, 416 to a range outside it.
    """
    tag = f'"{file.sha256}"'
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        return _guarded(HttpResponseNotModified(), file, tag)
    start, end = 0, file.size
    is_part = False
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if asked and any(asked.groups()) and request.headers.get("If-Range", tag) == tag:
        start, end = _part(asked, file.size)
        is_part = True
        if start >= end:
            refused = HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"})
            return _guarded(refused, file, tag)
    try:
        pieces = file.content.storage.pieces(file.content.name, start, end - start)
    except FileNotFoundError:
        raise Http404 from None
    except StoreTrouble:
        away = HttpResponse(
            "The store of files is away at the moment. Nothing is lost; try again in a minute.",
            status=503,
            content_type="text/plain; charset=utf-8",
        )
        away["Retry-After"] = str(TRY_AGAIN_SECONDS)
        return away
    response = StreamingHttpResponse(pieces, status=206 if is_part else 200)
    response["Content-Length"] = str(end - start)
    if is_part:
        response["Content-Range"] = f"bytes {start}-{end - 1}/{file.size}"
    return _guarded(response, file, tag)


def _part(asked, size):
    """The bytes that a range asks for, from (the first) up to (behind the last)."""
    first, last = asked.groups()
    if not first:
        return max(size - int(last), 0), size
    return int(first), min(int(last) + 1, size) if last else size


def _guarded(response, file, tag):
    kind = file.media_type if file.media_type in SHOWN else "application/octet-stream"
    if response.status_code in (200, 206):
        response["Content-Type"] = kind
        response["Content-Disposition"] = content_disposition_header(kind not in SHOWN, file.download_name)
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = tag
    patch_cache_control(response, private=True, no_cache=True)
    # A stranger's file is never run as a page of this site.
    response["Content-Security-Policy"] = "sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
