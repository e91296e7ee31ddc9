"""The location of the file store, as the environment names it: the home, another directory, or an S3 bucket.

Refuses to know what is stored there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from engine.documents.blobs import BlobStore

FILES: Final = "MMS_FILES"
ENDPOINT: Final = "MMS_FILES_ENDPOINT"
REGION: Final = "MMS_FILES_REGION"
KEY: Final = "MMS_FILES_KEY"
SECRET: Final = "MMS_FILES_SECRET"
_USUAL_REGION: Final = "us-east-1"
_IN_HOME: Final = "files"
_IN_BUCKET = re.compile(
    r"s3://(?P<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(?P<prefix>[\w./-]*))?", re.ASCII
)


@dataclass(frozen=True)
class StoreLocation:
    """Location where files are stored; the default is the home."""

    place: str = ""  # a path, or s3://BUCKET/PREFIX
    endpoint: str = ""
    region: str = _USUAL_REGION
    key: str = ""  # the name of the account at the object store
    secret: str = field(default="", repr=False)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> StoreLocation:
        place = environ.get(FILES) or ""
        if "://" not in place:
            return cls(str(Path(place).absolute()) if place else "")
        return cls(
            place,
            environ.get(ENDPOINT) or "",
            environ.get(REGION) or _USUAL_REGION,
            environ.get(KEY) or "",
            environ.get(SECRET) or "",
        )

    def as_environment(self) -> dict[str, str]:
        return {
            FILES: self.place,
            ENDPOINT: self.endpoint,
            REGION: self.region,
            KEY: self.key,
            SECRET: self.secret,
        }

    def problems(self, *, is_demo: bool) -> list[str]:
        """Return what is wrong with it, a sentence each."""
        if "://" not in self.place:
            return []
        if _IN_BUCKET.fullmatch(self.place) is None:
            return [f"{FILES} is neither a directory nor s3://BUCKET/PREFIX."]
        missing = {ENDPOINT: self.endpoint, KEY: self.key, SECRET: self.secret}
        found = [f"{name} is not set, and {FILES} names a bucket." for name in missing if not missing[name]]
        schemes = ("https://", "http://") if is_demo else ("https://",)
        if self.endpoint and not self.endpoint.startswith(schemes):
            found.append(f"{ENDPOINT} does not start with https://.")
        return found

    @property
    def bucket(self) -> str:
        found = _IN_BUCKET.fullmatch(self.place)
        return found["bucket"] if found else ""

    @property
    def prefix(self) -> str:
        """What the names of objects begin with: nothing, or a path that ends with a slash."""
        found = _IN_BUCKET.fullmatch(self.place)
        path = (found["prefix"] or "").strip("/") if found else ""
        return f"{path}/" if path else ""

    def blobs(self, home: Path) -> BlobStore:
        """Return the blob store of an installation."""
        if self.bucket:
            # Its library is the largest of all, and few installations need it.
            from engine.documents.blob_bucket import BlobBucket

            return BlobBucket(self)
        from engine.documents.blob_directory import BlobDirectory

        return (
            BlobDirectory(Path(self.place), is_named=True) if self.place else BlobDirectory(home / _IN_HOME)
        )
