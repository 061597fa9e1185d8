"""The store as a bucket that speaks the S3 protocol (Amazon S3, MinIO, Ceph, Garage, ...): private, no links into it."""

import base64
import contextlib
import hashlib
import io
import re
from collections.abc import Iterator

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage
from urllib3.exceptions import HTTPError

from documents.storage import Kept, Pieces, Stored, StoreTrouble

_IS_MD5 = re.compile(r"[0-9a-f]{32}")
_MISSING = {"404", "NoSuchKey", "NotFound"}
_NO_ROOM = {"XMinioStorageFull", "QuotaExceeded", "InsufficientCapacity", "507"}
_CLOSED = {"AccessDenied", "403", "401", "InvalidAccessKeyId", "SignatureDoesNotMatch", "AllAccessDisabled"}


class BucketStore(S3Storage):
    """Django's storage in a bucket. An object is put only when it is not there; S3 shows it whole or not at all."""

    def __init__(self, **settings):
        # Many servers that speak the protocol know no checksums but MD5, and no names of buckets in front of theirs.
        settings["client_config"] = Config(
            signature_version="s3v4",
            s3={"addressing_style": "path" if settings.get("endpoint_url") else "auto"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            connect_timeout=5,
            read_timeout=30,
            retries={"mode": "standard", "max_attempts": 3},
            max_pool_connections=20,
        )
        super().__init__(default_acl=None, **settings)

    def keep(self, name: str, content: bytes) -> Kept:
        """Have these bytes under this name. What lies there already is compared, and replaced where it is another.

        Raises StoreTrouble.
        """
        with self._in_words():
            held = self._head(name)
            if held and _is_of(held, content):
                return Kept.HELD
            self._put(name, content)
            if not _is_of(self._head(name) or {}, content):
                raise StoreTrouble(
                    f"The bucket {self.bucket_name} did not keep the bytes as they were sent. Try again."
                )
        return Kept.NEW if held is None else Kept.RESTORED

    def pieces(self, name: str, start: int = 0, length: int | None = None) -> Pieces:
        """The stored bytes from ``start`` on, all or ``length`` of them. Raises FileNotFoundError and StoreTrouble."""
        if length == 0:
            return Pieces(io.BytesIO(), 0)
        wanted = {}
        if start or length is not None:
            wanted["Range"] = f"bytes={start}-{'' if length is None else start + length - 1}"
        with self._in_words():
            found = self._client.get_object(Bucket=self.bucket_name, Key=name, **wanted)
        return Pieces(_Worded(found["Body"], self), found["ContentLength"])

    def listing(self) -> Iterator[Stored]:
        """All that lies in the bucket. Raises StoreTrouble."""
        with self._in_words():
            for page in self._client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket_name):
                for found in page.get("Contents", ()):
                    yield Stored(found["Key"], found["Size"], found["LastModified"])

    def is_unfinished(self, name: str) -> bool:
        """Never: an object is there as a whole or not at all."""
        return False

    def exists(self, name):
        with self._in_words():
            return self._head(name) is not None

    def size(self, name):
        with self._in_words():
            found = self._head(name)
        if found is None:
            raise FileNotFoundError(name)
        return found["ContentLength"]

    def delete(self, name):
        with self._in_words():
            self._client.delete_object(Bucket=self.bucket_name, Key=name)

    def url(self, name, *args, **kwargs):
        """There are no links into the bucket: files are served by the pages of the site, which ask who is looking."""
        raise NotImplementedError("This backend gives no public addresses.")

    def get_available_name(self, name, max_length=None):
        return name

    def _open(self, name, mode="rb"):
        pieces = self.pieces(name)
        with contextlib.closing(pieces):
            return File(io.BytesIO(b"".join(pieces)), name)

    def _save(self, name, content):
        with self._in_words():
            self._put(name, b"".join(content.chunks()))
        return name

    @property
    def _client(self):
        return self.connection.meta.client

    def _put(self, name, content):
        self._client.put_object(
            Bucket=self.bucket_name,
            Key=name,
            Body=content,
            ContentMD5=base64.b64encode(_md5(content).digest()).decode(),
            ContentType="application/octet-stream",
            Metadata={"sha256": hashlib.sha256(content).hexdigest()},
        )

    def _head(self, name):
        """What the server says of an object; None where there is none."""
        try:
            return self._client.head_object(Bucket=self.bucket_name, Key=name)
        except ClientError as error:
            if _code(error) in _MISSING:
                return None
            raise

    @contextlib.contextmanager
    def _in_words(self):
        place = f"The bucket {self.bucket_name}"
        try:
            yield
        except ClientError as error:
            code = _code(error)
            if code in _MISSING:
                raise FileNotFoundError(f"{place} does not hold this object.") from error
            if code == "NoSuchBucket":
                words = f"{place} is not there. Make it, or check FILES_BUCKET and FILES_ENDPOINT."
            elif code in _NO_ROOM:
                words = f"{place} has no room left ({code}). Make room, or raise its quota."
            elif code in _CLOSED:
                words = f"{place} refuses us ({code}). Check FILES_KEY, FILES_SECRET and what they may do."
            else:
                words = f"{place} could not do what was asked ({code}). It is tried again later."
            raise StoreTrouble(words) from error
        except (BotoCoreError, HTTPError, ConnectionError, TimeoutError) as error:
            raise StoreTrouble(
                f"{place} is away ({type(error).__name__}). Check its server and the network."
            ) from error


class _Worded:
    """The body of an answer, whose breaking off is told in words."""

    def __init__(self, body, store):
        self._body, self._store = body, store

    def read(self, most):
        with self._store._in_words():
            return self._body.read(most)

    def close(self):
        self._body.close()


def _md5(content):
    return hashlib.md5(content, usedforsecurity=False)


def _code(error):
    return str(error.response.get("Error", {}).get("Code", ""))


def _is_of(head, content):
    """Whether an object is these bytes: by length, and by its MD5 or, where the server has another tag, by our SHA-256."""
    if head.get("ContentLength") != len(content):
        return False
    tag = head.get("ETag", "").strip('"')
    if _IS_MD5.fullmatch(tag) and "SSEKMSKeyId" not in head and "SSECustomerAlgorithm" not in head:
        return tag == _md5(content).hexdigest()
    return head.get("Metadata", {}).get("sha256") == hashlib.sha256(content).hexdigest()
