"""Check of list columns: each is asked for, and may be shown to a whole office."""

from __future__ import annotations

from collections.abc import Iterator

from engine.catalogue import listed
from engine.catalogue.check.findings import Finding, wrong
from engine.catalogue.check.subject import Subject
from engine.texts import OFFICIAL


def check_columns(subject: Subject) -> Iterator[Finding]:
    """Yield the answers under `list_columns` that no form asks for once, or that lists must not show."""
    if subject.version is None:
        return
    for number, column in enumerate(subject.settings.get("list_columns", ()), start=1):
        place = {"where": f"list_columns.{number}", "file": f"{subject.folder}/service.json"}
        field = listed.field_at(subject.version, column["answer"], OFFICIAL)
        if field is None and not subject.has_unread_form(column["answer"].partition(".")[0]):
            yield wrong("reference.column_unknown", **place, detail=column["answer"])
        elif field is not None and not listed.may_show(field):
            yield wrong("reference.column_restricted", **place, detail=column["answer"])
