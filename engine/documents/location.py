"""The location of the file store, as the environment names it: the home, another directory, or an S3 bucket.

Refuses to know what is stored there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from engine.documents.blobs import BlobStore

FILES: Final = "MMS_FILES"
_IN_HOME: Final = "files"


@dataclass(frozen=True)
class StoreLocation:
    """Where files are stored; the default is the home."""

    place: str = ""  # a path, or s3://BUCKET/PREFIX

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> StoreLocation:
        place = environ.get(FILES) or ""
        return cls(place if "://" in place or not place else str(Path(place).absolute()))

    def as_environment(self) -> dict[str, str]:
        return {FILES: self.place}

    def problems(self) -> list[str]:
        if "://" in self.place:
            return [f"{FILES} is neither a directory nor s3://BUCKET/PREFIX."]
        return []

    def blobs(self, home: Path) -> BlobStore:
        """Return the blob store of an installation."""
        from engine.documents.blob_directory import BlobDirectory

        if self.place:
            return BlobDirectory(Path(self.place), is_named=True)
        return BlobDirectory(home / _IN_HOME)
