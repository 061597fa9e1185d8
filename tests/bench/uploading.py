"""Somebody at the administration of the bench's site: signs in, uploads a file, searches. Over HTTP, as a browser does."""

import re
import secrets
import urllib.parse
import urllib.request
from contextlib import contextmanager
from http.cookiejar import CookieJar

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

LOGIN = "bench-editor"


class Uploader:
    """A signed-in editor's browser."""

    def __init__(self, address):
        self._address = address
        self._jar = CookieJar()
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._jar)).open

    def sign_in(self, login, password):
        self._post(
            "/admin/login/?next=/admin/", urllib.parse.urlencode({"username": login, "password": password}).encode()
        )

    def upload(self, content, name):
        """Send one file through the page "Add files"."""
        border = secrets.token_hex(16)
        head = (
            f'--{border}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
            "Content-Type: application/pdf\r\n\r\n"
        )
        body = head.encode() + content + f"\r\n--{border}--\r\n".encode()
        self._post("/admin/documents/file/add/", body, f"multipart/form-data; boundary={border}")

    def finds(self, word):
        """Whether the search finds something that bears a word."""
        page = self._get(f"/en/search/?q={urllib.parse.quote(word)}&list=1")
        return "data-symbol=" in page

    def _get(self, path):
        with self._open(self._address + path, timeout=60) as answer:
            return answer.read().decode()

    def _post(self, path, body, kind="application/x-www-form-urlencoded"):
        page = self._get(path)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        request = urllib.request.Request(self._address + path, body, {"Content-Type": kind, "X-CSRFToken": token})
        with self._open(request, timeout=60) as answer:
            answer.read()


@contextmanager
def signed_in(site):
    """An editor of the bench's own, for as long as the block lasts."""
    password = secrets.token_urlsafe(20)
    user, _ = get_user_model().objects.get_or_create(username=LOGIN)
    user.set_password(password)
    user.is_active = True
    user.save()
    user.groups.set([Group.objects.get_or_create(name="editor")[0]])
    uploader = Uploader(site.address)
    uploader.sign_in(LOGIN, password)
    try:
        yield uploader
    finally:
        user.is_active = False
        user.save()
