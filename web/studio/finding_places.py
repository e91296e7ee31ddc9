"""Links from findings to the page of the file where each is mended, in the draft or among the blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from flask import url_for

from engine.catalogue.blocks import SHARED, folder_of
from engine.catalogue.document_parts import FOLDER
from engine.studio.fixes import is_fixable

# Editors by what their files begin and end with; the name is what lies between.
_NAMED = (
    ("forms/", ".form", "studio.form"),
    ("documents/", ".html", "studio.letter"),
    ("documents/parts/", ".html", "studio.part"),
    ("scenarios/", ".json", "studio.sandbox_page"),
    ("", ".dmn", "studio.table"),
)
TEXTS = "texts/"
_WHOLE = {"process.bpmn": "studio.diagram", "service.json": "studio.names"}


def placed(
    draft_id: UUID, code: str, findings: Iterable[Mapping[str, Any]], contents: Mapping[str, bytes]
) -> Iterator[dict[str, Any]]:
    """Yield the findings, each with the page of its place, and with its file if the draft has it.

    A text that is missing shows at its step, and is written on the page of texts. A fix is offered where the
    file as it is kept has the place for it.
    """
    for finding in findings:
        own = _own(finding["file"], code)
        named = _own(str(finding["detail"]), code) or ""
        yield {
            **finding,
            "own_file": own,
            **_fixes(code, contents, finding),
            "address": address_of(draft_id, own or finding["file"], str(finding["where"])),
            "detail_address": url_for("studio.texts", draft_id=draft_id) if _is_text(named) else None,
        }


def _fixes(code: str, contents: Mapping[str, bytes], finding: Mapping[str, Any]) -> dict[str, Any]:
    """Return the file and place that fixes change, and those of them that can be made there."""
    own, where = _own(finding["fix_file"], code), finding["fix_where"]

    def can_be_made(fix: Any) -> bool:
        content = contents.get(own or "")
        return content is not None and is_fixable(own or "", content, {"where": where, "fix": fix})

    return {
        "fix_file": own,
        "fix": finding["fix"] if can_be_made(finding["fix"]) else None,
        "choices": [choice for choice in finding["choices"] if can_be_made(choice["fix"])],
    }


def _is_text(path: str) -> bool:
    """Tell whether a detail names a text by its file; that of a letter may not be there yet."""
    return path.startswith(TEXTS)


def _own(file: str, code: str) -> str | None:
    folder = f"{folder_of(code)}/"
    return file.removeprefix(folder) if file.startswith(folder) else None


def address_of(draft_id: UUID, file: str, where: str) -> str | None:
    """Return the address of what is found, or None where no page shows the file."""
    if file.startswith(f"{SHARED}/"):
        # What nobody refers to, such as a start, bears the block's name before its own.
        element = where.rpartition("/")[2] or None
        is_shared_part = file.startswith(f"{FOLDER}/")
        return None if is_shared_part else url_for("studio.block", name=file.split("/")[1], _anchor=element)
    if file in _WHOLE:
        return url_for(_WHOLE[file], draft_id=draft_id, _anchor=where or None)
    if file.startswith(TEXTS):
        return url_for("studio.texts", draft_id=draft_id)
    for begins, ends, endpoint in _NAMED:
        name = file.removeprefix(begins).removesuffix(ends)
        if file.startswith(begins) and file.endswith(ends) and "/" not in name:
            return url_for(endpoint, draft_id=draft_id, name=name.partition(".")[0], _anchor=where or None)
    return None
