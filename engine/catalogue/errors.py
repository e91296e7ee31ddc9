"""Errors of a file of the catalogue."""

from __future__ import annotations

from engine.errors import Rejected


class CatalogueError(Rejected):
    """A file of the catalogue can't be used; `file` and `detail` say where and why."""

    code = "catalogue.invalid"

    def __init__(self, code: str, file: str, detail: str = "") -> None:
        self.file = file
        self.detail = detail
        super().__init__(f"catalogue.{code}", file=file, detail=detail)

    def __str__(self) -> str:
        return f"{self.error_code}: {self.file}: {self.detail}"
