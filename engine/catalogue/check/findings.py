"""Findings of validation: each one thing to mend in a service, with the place and the proof.

Carries codes, never sentences: those are in `engine/catalogue/texts`, see `words`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, Literal

from engine.catalogue.errors import CatalogueError
from feel.analyse import Choice, Problem

Severity = Literal["error", "remark"]
Found = list["Finding"]
# An empty expression, as a fix names it that removes it with what holds it.
EMPTY: Final = "="
# The place of a fix that is made wherever the text stands in the file.
WHOLE: Final = "*"
# What is shown of a fix, a text as it stands in the file, and what would stand in its place.
FixChoice = tuple[str, str, str]
NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


@dataclass(frozen=True)
class Finding:
    """One thing to mend. An error forbids publishing, a remark is only shown.

    `where` is the id of an element, or the place in a file, `hint` the nearest name or value there is. `fix`
    is a text as it stands there and what would stand in its place, where that can be written (`near`);
    `choices` are several such fixes, each behind what is shown of it, where nothing says which one is meant.
    `fix_file` and `fix_where` are the place that they change where it is another one.
    `path` are the elements a case passes until it shows, `witness` the values that show it; `callers` are
    the calls of the block it is in.
    """

    code: str
    where: str = ""
    file: str = ""
    severity: Severity = "error"
    detail: str = ""
    hint: str = ""
    fix: tuple[str, str] | None = None
    choices: tuple[FixChoice, ...] = ()
    fix_file: str = ""
    fix_where: str = ""
    name: str = ""
    path: tuple[str, ...] = ()
    witness: Mapping[str, Any] = field(default_factory=lambda: NOTHING, hash=False)
    callers: tuple[str, ...] = ()

    @property
    def is_error(self) -> bool:
        """Tell whether nothing can be published before this is mended."""
        return self.severity == "error"

    def __str__(self) -> str:
        place = ": ".join(part for part in (self.file, self.where) if part)
        return f"{self.code}: {place}{f' ({self.detail})' if self.detail else ''}"


class Unfit(CatalogueError):
    """A service has errors; nothing was published."""

    def __init__(self, label: str, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__("does_not_fit_together", label, "; ".join(map(str, findings)))


def wrong(code: str, where: str = "", **more: Any) -> Finding:
    """Return an error."""
    return Finding(code, where, **more)


def remark(code: str, where: str = "", **more: Any) -> Finding:
    """Return a remark."""
    return Finding(code, where, severity="remark", **more)


def near(text: str, right: str) -> tuple[str, str] | None:
    """Return the fix that writes `right` in the place of a text, nothing where nothing is near."""
    return (text, right) if right else None


def fixes_of(text: str, problem: Problem) -> dict[str, Any]:
    """Return how a problem of an expression is mended: its hint, its fix, or fixes to choose among."""
    choices = tuple((shown, text, whole) for shown, whole in problem.choices)
    return {"hint": problem.hint, "fix": near(text, problem.mended), "choices": choices}


def one_of_ways(text: str, ways: tuple[Choice, ...]) -> dict[str, Any]:
    """Return the only way to mend a text as its fix, several as fixes to choose among."""
    if len(ways) == 1:
        ((shown, whole),) = ways
        return {"hint": shown, "fix": near(text, whole)}
    return {"choices": tuple((shown, text, whole) for shown, whole in ways)}


def errors_among(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return what forbids publishing."""
    return tuple(finding for finding in findings if finding.is_error)


def of_catalogue(error: CatalogueError) -> Finding:
    """Return the finding that an unreadable or malformed file is."""
    return Finding(error.error_code, file=error.file, detail=error.detail)


def details(params: Mapping[str, Any]) -> str:
    """Return the details of an error as they are."""
    parts = []
    for key, value in params.items():
        if value in (None, "", ()) or key == "element":
            continue
        shown = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
        parts.append(f"{key}: {shown}")
    return "; ".join(parts)
