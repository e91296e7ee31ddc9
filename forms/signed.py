"""Description of a file in a store: its name, and what signatures on it are worth. Refuses to judge."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from forms.definition import Field, Form
from forms.errors import text

VALID: Final = "valid"
# Signed containers (ASiC-E, ASiC-S), the archives that a question may ask for, and only by their names.
CONTAINERS: Final = ("application/vnd.etsi.asic-e+zip", "application/vnd.etsi.asic-s+zip")
CONTAINER_ENDINGS: Final = (".asice", ".sce", ".asics", ".scs")
VERDICTS: Final = (VALID, "unknown", "invalid", "unchecked")


def takes_containers(field: Field) -> bool:
    """Say whether the question asks for signed containers."""
    return bool({*CONTAINERS, *CONTAINER_ENDINGS} & set(field.accept))


def asks_for_containers(form: Form) -> bool:
    """Say whether any question of the form does."""
    return any(takes_containers(field) for field in form.walk())


def signed_words(file: Mapping[str, Any], language: str) -> str:
    """Return what the signatures on a file are worth; "" where nobody has signed it."""
    return text(f"signed.{file['signed']}", language) if file.get("signed") in VERDICTS else ""


def shown_file(raw: Any, files: Mapping[str, Any], language: str) -> Mapping[str, Any]:
    """Return a reference as people see it. `files` describes uploads by digest; else the answer speaks."""
    document = raw.get("document") if isinstance(raw, Mapping) else None
    if not isinstance(document, str):
        return {"document": "", "name": "", "signed": ""}
    stored = files.get(document) or raw
    name = str(stored.get("name") or text("ui.file", language))
    return {"document": document, "name": name, "signed": signed_words(stored, language)}
