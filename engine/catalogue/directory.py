"""Initial directory of services of community centres.

Reads `bpmn/directory.json`. What those who keep the directory have entered since lies in the database.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid5

from engine.catalogue.errors import CatalogueError
from engine.catalogue.files import read_file
from engine.catalogue.schemas import schemas_of

FILE: Final = "directory.json"
# Of the ids of services that come from the file.
NAMESPACE: Final = UUID("5a9d7f7e-6c0c-4f43-9d2f-6d1f0a1c4b55")


def read_directory(bpmn: Path) -> tuple[dict[str, Any], ...]:
    """Return partners with their services, each with id, source, confidence. Raises `CatalogueError`."""
    content = schemas_of(bpmn).read(read_file(bpmn / FILE, FILE), "directory", FILE)
    rests_on = {name: content[name] for name in ("source", "confidence")}
    partners = tuple(
        {
            **rests_on,
            "code": partner["code"],
            "names": partner["names"],
            "services": _services(partner, rests_on),
        }
        for partner in content["partners"]
    )
    codes = [partner["code"] for partner in partners]
    codes += [
        f"{partner['code']}/{service['code']}"
        for partner in content["partners"]
        for service in partner["services"]
    ]
    for place, code in enumerate(codes):
        if code in codes[:place]:
            raise CatalogueError("code_twice", FILE, code)
    return partners


def _services(partner: Any, rests_on: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            **rests_on,
            "id": uuid5(NAMESPACE, f"{partner['code']}/{service['code']}"),
            "names": service["names"],
        }
        for service in partner["services"]
    ]
