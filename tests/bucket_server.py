"""A small server that speaks enough of the S3 protocol for our store, on loopback, and can be told to misbehave."""

import hashlib
import re
import threading
from contextlib import contextmanager
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit
from xml.sax.saxutils import escape


class BucketServer(ThreadingHTTPServer):
    """Objects by key in ``objects``. ``mood``: "" well, "broken" (500), "full" (507), "closed" (403), "breaks off"."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.objects: dict[str, tuple[bytes, dict]] = {}
        self.asked: list[tuple[str, str]] = []
        self.mood = ""

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_address[1]}"


@contextmanager
def bucket_server():
    """A BucketServer that answers while the block runs."""
    server = BucketServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def _key(self):
        path = unquote(urlsplit(self.path).path)
        bucket, _, key = path.removeprefix("/").partition("/")
        self.server.asked.append((self.command, key))
        return bucket, key

    def _answer(self, status, content=b"", headers=None):
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _error(self, status, code):
        xml = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>no</Message></Error>"
        self._answer(status, xml.encode(), {"Content-Type": "application/xml"})

    def _is_unwell(self):
        status, code = {
            "broken": (500, "InternalError"),
            "full": (507, "XMinioStorageFull") if self.command == "PUT" else (0, ""),
            "closed": (403, "AccessDenied"),
        }.get(self.server.mood, (0, ""))
        if status:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self._error(status, code)
        return bool(status)

    def do_PUT(self):
        bucket, key = self._key()
        if self._is_unwell():
            return
        length = int(self.headers["Content-Length"])
        if self.server.mood == "breaks off":
            self.rfile.read(length // 2)
            self.close_connection = True
            return
        if self.headers.get("Expect", "").lower() == "100-continue":
            pass  # the library of the server has answered that already
        content = self.rfile.read(length)
        if bucket != "files":
            self._error(404, "NoSuchBucket")
            return
        kept = {name.lower(): value for name, value in self.headers.items() if name.lower().startswith("x-amz-meta-")}
        self.server.objects[key] = (content, kept)
        self._answer(200, headers={"ETag": f'"{hashlib.md5(content).hexdigest()}"'})

    def do_GET(self):
        bucket, key = self._key()
        if self._is_unwell():
            return
        if bucket != "files":
            self._error(404, "NoSuchBucket")
        elif not key:
            self._list()
        elif key not in self.server.objects:
            self._error(404, "NoSuchKey")
        else:
            self._object(key)

    do_HEAD = do_GET

    def do_DELETE(self):
        _bucket, key = self._key()
        if not self._is_unwell():
            self.server.objects.pop(key, None)
            self._answer(204)

    def _object(self, key):
        content, kept = self.server.objects[key]
        headers = {
            "ETag": f'"{hashlib.md5(content).hexdigest()}"',
            "Last-Modified": formatdate(usegmt=True),
            "Content-Type": "application/octet-stream",
            **kept,
        }
        status, size = 200, len(content)
        if asked := re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", "")):
            first, last = int(asked[1]), int(asked[2] or size - 1)
            content, status = content[first : last + 1], 206
            headers["Content-Range"] = f"bytes {first}-{last}/{size}"
        if self.server.mood == "breaks off" and self.command == "GET":
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content[: len(content) // 2])
            self.close_connection = True
            return
        self._answer(status, content, headers)

    def _list(self):
        rows = "".join(
            f"<Contents><Key>{escape(key)}</Key><Size>{len(content)}</Size>"
            "<LastModified>2026-01-01T00:00:00.000Z</LastModified></Contents>"
            for key, (content, _kept) in sorted(self.server.objects.items())
        )
        xml = f"<?xml version='1.0'?><ListBucketResult><IsTruncated>false</IsTruncated>{rows}</ListBucketResult>"
        self._answer(200, xml.encode(), {"Content-Type": "application/xml"})
