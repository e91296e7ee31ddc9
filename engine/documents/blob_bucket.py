"""A blob store in a bucket of an S3-compatible object store.

An object is whole or not there, and the server has it durably before it answers; it checks what it was sent
by the signed digest of the body. There is no lock: `replace` writes on condition that the object is still the
one that was read (If-Match). Refuses to know what the bytes are, and to make a bucket.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import BotoCoreError, ClientError
from urllib3.exceptions import HTTPError

from engine.documents.blobs import Blob

if TYPE_CHECKING:
    from engine.documents.location import StoreLocation

_CONNECT_SECONDS, _READ_SECONDS, _ATTEMPTS = 5, 20, 3
_MISSING: Final = ("NoSuchKey",)
_CHANGED: Final = ("PreconditionFailed", "ConditionalRequestConflict")
_EMPTY: Final = "InvalidRange"  # what an object without a byte answers to whoever asks for its first
_CHANGES_TRIED: Final = 10
# An object gets its time when its upload begins, and is listed when it ends.
_LONGEST_UPLOAD_SECONDS: Final = 300.0
_UNUSABLE: Final = {
    "NoSuchBucket": "there is no such bucket. Create it, or mend MMS_FILES",
    "InvalidAccessKeyId": "the server does not know MMS_FILES_KEY",
    "SignatureDoesNotMatch": "MMS_FILES_SECRET is not the secret of MMS_FILES_KEY",
    "AccessDenied": "the account of MMS_FILES_KEY may not list, read, write and delete there",
    "PermanentRedirect": "the bucket lies in another region than MMS_FILES_REGION",
    "AuthorizationHeaderMalformed": "the bucket lies in another region than MMS_FILES_REGION",
}


class BucketFailed(OSError):
    """The object store does not answer, or does not do what it was asked; `code` is its own word for it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class BlobBucket:
    """Blobs as objects below a prefix. A listing costs a request for each thousand of them."""

    listing_seconds = 60.0

    def __init__(self, location: StoreLocation) -> None:
        self._location = location
        self._bucket, self._prefix = location.bucket, location.prefix

    def __str__(self) -> str:
        return f"{self._location.place} at {self._location.endpoint}"

    def refusal(self) -> str | None:
        """Return what an operator has to mend. Raises `OSError` while the server does not answer."""
        try:
            with _translated(""):
                self._client.list_objects_v2(Bucket=self._bucket, Prefix=self._prefix, MaxKeys=1)
        except BucketFailed as failed:
            if failed.code not in _UNUSABLE:
                raise
            return f"MMS_FILES ({self}) can't be used: {_UNUSABLE[failed.code]}."
        return None

    def read(self, name: str, first: int | None = None) -> bytes:
        content, _ = self._get(name, first)
        return content

    def write(self, name: str, content: bytes) -> None:
        self._put(name, content)

    def replace(self, name: str, change: Callable[[bytes], bytes | None]) -> None:
        for _ in range(_CHANGES_TRIED):
            content, answer = self._get(name)
            changed = change(content)
            if changed is None:
                return
            try:
                return self._put(name, changed, IfMatch=answer["ETag"])
            except BucketFailed as failed:
                if failed.code not in _CHANGED:
                    raise
        raise BucketFailed("PreconditionFailed", f"{name} is changed by somebody else all the time")

    def remove(self, name: str) -> None:
        with _translated(name):
            self._client.delete_object(Bucket=self._bucket, Key=self._prefix + name)

    def exists(self, name: str) -> bool:
        """Tell whether the object is there. Asking for its head would not tell a missing bucket from it."""
        try:
            self._get(name, 1)
        except FileNotFoundError:
            return False
        return True

    def written_at(self, name: str) -> float:
        try:
            with _translated(name):
                answer = self._client.head_object(Bucket=self._bucket, Key=self._prefix + name)
        except FileNotFoundError:
            if why := self.refusal():  # the head of an object in no bucket is missing too
                raise BucketFailed("NoSuchBucket", why) from None
            raise
        return float(answer["LastModified"].timestamp())

    def blobs(self) -> Iterator[Blob]:
        pages = self._client.get_paginator("list_objects_v2")
        with _translated(""):
            for page in pages.paginate(Bucket=self._bucket, Prefix=self._prefix):
                for found in page.get("Contents", ()):
                    name = found["Key"].removeprefix(self._prefix)
                    yield Blob(name, float(found["LastModified"].timestamp()))

    def changes(self) -> Callable[[], Iterator[Blob]]:
        """Remember how new the newest object was. All are listed; what is older has been seen."""
        newest = 0.0

        def changed() -> Iterator[Blob]:
            nonlocal newest
            horizon, latest = newest - _LONGEST_UPLOAD_SECONDS, newest
            for blob in self.blobs():
                latest = max(latest, blob.written_at)
                if blob.written_at >= horizon:
                    yield blob
            newest = latest  # only now: what was interrupted is listed again

        return changed

    def close(self) -> None:
        if "_client" in vars(self):
            self._client.close()

    @cached_property
    def _client(self) -> Any:
        """The client, by the settings alone: it looks for no other account and no proxy."""
        from botocore.config import Config
        from botocore.session import get_session

        return get_session().create_client(
            "s3",
            endpoint_url=self._location.endpoint,
            region_name=self._location.region,
            aws_access_key_id=self._location.key,
            aws_secret_access_key=self._location.secret,
            config=Config(
                signature_version="s3v4",
                s3={"addressing_style": "path", "payload_signing_enabled": True},
                # Checksums that not every compatible server knows; ours is in the signature and in the seal.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                connect_timeout=_CONNECT_SECONDS,
                read_timeout=_READ_SECONDS,
                retries={"mode": "standard", "total_max_attempts": _ATTEMPTS},
                proxies={},
            ),
        )

    def _get(self, name: str, first: int | None = None) -> tuple[bytes, Any]:
        part = {} if first is None else {"Range": f"bytes=0-{first - 1}"}
        try:
            with _translated(name):
                answer = self._client.get_object(Bucket=self._bucket, Key=self._prefix + name, **part)
                with answer["Body"] as body:
                    return body.read()[:first], answer
        except BucketFailed as failed:
            if failed.code != _EMPTY:
                raise
            return b"", {}

    def _put(self, name: str, content: bytes, **condition: str) -> None:
        digest = base64.b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode()
        with _translated(name):
            self._client.put_object(
                Bucket=self._bucket,
                Key=self._prefix + name,
                Body=content,
                ContentMD5=digest,
                ContentType="application/octet-stream",
                **condition,
            )


@contextmanager
def _translated(name: str) -> Iterator[None]:
    """Say in the words of a disk what the object store answered, and that it did not."""
    try:
        yield
    except ClientError as failed:
        code = str(failed.response.get("Error", {}).get("Code", ""))
        if code in _MISSING or (code == "404" and name):
            raise FileNotFoundError(name) from None
        raise BucketFailed(code, str(failed)) from failed
    except (BotoCoreError, HTTPError) as failed:
        raise BucketFailed("", str(failed)) from failed
