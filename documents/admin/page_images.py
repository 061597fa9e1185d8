"""A page of a stored PDF as a picture, for the desk of its file."""

import tempfile

from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.urls import path
from django.utils.cache import get_conditional_response

from documents.models import File
from documents.reading.drawing import drawn, png_of
from documents.reading.kinds import PDF

RESOLUTION = 110  # dots per inch: a page of A4 is 910 dots wide
MOST_SECONDS = 20


class PageImages:
    """Mixed into the ModelAdmin of files: ``<pk>/pages/<number>.png``, for the secretariat; for all others it is not there."""

    def get_urls(self):
        address = path("<int:pk>/pages/<int:number>.png", self.page_image, name="documents_file_page_image")
        return [address, *super().get_urls()]

    def page_image(self, request, pk, number):
        """The picture, drawn in a process of its own within limits. A file's bytes never change: a browser may keep it."""
        if not self.admin_site.has_permission(request) or not self.has_view_permission(request):
            raise Http404
        file = File.objects.filter(pk=pk, media_type=PDF).only("sha256", "content", "page_count").first()
        if file is None or not 1 <= number <= (file.page_count or 1):
            raise Http404
        etag = f'"{file.sha256[:24]}-{number}-{RESOLUTION}"'
        kept = get_conditional_response(request, etag=etag)
        if isinstance(kept, HttpResponseNotModified):
            return kept
        try:
            with file.content.open("rb") as stream:
                content = stream.read()
        except FileNotFoundError:
            raise Http404 from None
        with tempfile.TemporaryDirectory() as folder:
            picture = drawn(content, number, 0, folder, resolution=RESOLUTION, seconds=MOST_SECONDS)
        if picture is None:
            return HttpResponse("This page can’t be drawn.", status=422, content_type="text/plain; charset=utf-8")
        answer = HttpResponse(png_of(picture), content_type="image/png")
        answer["ETag"] = etag
        answer["Cache-Control"] = "private, max-age=31536000, immutable"
        answer["X-Content-Type-Options"] = "nosniff"
        return answer
