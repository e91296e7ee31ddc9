"""Rules of folders of services, modules and blocks: which files may lie there, and their shape.

Refuses to know what the files mean.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from engine.catalogue.errors import CatalogueError
from engine.catalogue.files import read_json
from engine.catalogue.schemas import Schemas
from engine.texts import LANGUAGES


def expect_only(files: Mapping[str, bytes], allowed: re.Pattern[str], label: str) -> None:
    """Refuse what nothing would read: a form in the wrong folder must not look published."""
    for path in files:
        if not allowed.fullmatch(path):
            raise CatalogueError("unexpected_file", f"{label}/{path}")


def checked(
    files: Mapping[str, bytes], path: str, *, label: str, schema: str, schemas: Schemas
) -> dict[str, Any]:
    """Return a JSON file that must be there and fit its schema."""
    if path not in files:
        raise CatalogueError("file_missing", f"{label}/{path}")
    content: dict[str, Any] = schemas.read(files[path], schema, f"{label}/{path}")
    return content


def below(files: Mapping[str, bytes], folder: str, suffix: str) -> dict[str, bytes]:
    """Return the files directly in the folder that end so, by name without folder and suffix."""
    return {
        path.removeprefix(folder).removesuffix(suffix): content
        for path, content in files.items()
        if path.startswith(folder) and path.endswith(suffix) and "/" not in path.removeprefix(folder)
    }


def forms_in(files: Mapping[str, bytes], label: str) -> dict[str, bytes]:
    """Return the forms by name, which is also their id."""
    forms = below(files, "forms/", ".form")
    for name, content in forms.items():
        file = f"{label}/forms/{name}.form"
        form = read_json(content, file)
        if not isinstance(form, dict) or form.get("id") != name:
            raise CatalogueError("form_id_is_not_file_name", file)
    return forms


def texts_in(files: Mapping[str, bytes], label: str, schemas: Schemas) -> dict[str, dict[str, Any]]:
    """Return the texts that are there, by language."""
    return {
        language: checked(files, path, label=label, schema="texts", schemas=schemas)
        for language in LANGUAGES
        if (path := f"texts/{language}.json") in files
    }
