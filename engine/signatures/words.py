"""What was found of a file's signatures, in words: a verdict, and what each of them is worth and why.

Refuses to judge.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import engine.texts
from engine.clock import ZONE
from engine.texts import Texts
from signing.package_report import PackageReport
from signing.report import Found, Kind, Report

NOBODY = "none"  # the verdict of a file without signatures


@dataclass(frozen=True)
class Said:
    """One signature in words."""

    verdict: str
    title: str
    reason: str  # why it is not valid; empty if it is
    facts: tuple[tuple[str, str], ...]


@cache
def _texts() -> Texts:
    return Texts.load(Path(engine.texts.__file__).parent)


def _say(language: str, key: str, **params: object) -> str:
    return _texts().get(language, f"signatures.{key}", **params)


def verdict(report: Report, language: str) -> str:
    """Return what is to be thought of the whole file."""
    return _say(language, f"verdict.{report.verdict or NOBODY}")


def said(found: Found, language: str, *, with_number: bool) -> Said:
    """Return one signature in words; the personal number only where whoever reads it may know it."""

    def say(key: str, **params: object) -> str:
        return _say(language, key, **params)

    name = found.name
    if found.number and not with_number:
        # Some authorities write the number into the name as well.
        name = name.replace(found.number, "…")
    return Said(
        found.verdict,
        say(f"kind.{found.kind}", name=name or say("nameless")),
        say(f"reason.{found.reason}") if found.reason else "",
        tuple((say(f"fact.{name}"), value) for name, value in _facts(found, language, with_number) if value),
    )


def _facts(found: Found, language: str, with_number: bool) -> Iterator[tuple[str, str]]:
    def say(key: str, **params: object) -> str:
        return _say(language, key, **params)

    yield "number", (found.number or "") if with_number else ""
    yield "issuer", found.issuer and f"{found.issuer} {say('ours' if found.is_ours else 'foreign')}"
    yield "demo", say("demo") if found.is_demo else ""
    yield "title", found.title
    yield "place", found.place
    yield "stamped_at", _instant(found.stamped_at)
    if found.kind is not Kind.TIME:
        yield "claimed_at", _instant(found.claimed_at)
    yield "status_at", _instant(found.status_at)
    yield "covers", say("covers", revision=found.revision, revisions=found.revisions)
    yield "changes", say(f"changes.{found.changes}")
    yield "level", say(f"level.{found.level.value.removeprefix('B-').lower()}")


def _instant(at: datetime | None) -> str:
    return f"{at.astimezone(ZONE):%d.%m.%Y %H:%M}" if at else ""


def package_lines(report: PackageReport, language: str) -> Iterator[str]:
    """Yield what was found of the package of a case."""

    def say(key: str, **params: object) -> str:
        return _say(language, f"package.{key}", **params)

    yield say(f"verdict.{report.verdict}")
    if report.stamped_at:
        yield say("stamped", at=_instant(report.stamped_at), by=report.stamped_by)
    for problem in report.problems:
        yield say(f"problem.{problem.code}", file=problem.file, place=problem.place)
    yield say("files", count=len(report.files))
    for name, signed in report.signed:
        yield ""
        yield f"== {name}"
        yield from lines(signed, language)


def lines(report: Report, language: str) -> Iterator[str]:
    """Yield all of it for a terminal."""
    yield verdict(report, language)
    for found in report.found:
        one = said(found, language, with_number=True)
        yield ""
        yield f"{_say(language, f'mark.{one.verdict}')}  {one.title}"
        if one.reason:
            yield f"    {one.reason}"
        yield from (f"    {name}: {value}" for name, value in one.facts)
    if report.unread:
        yield ""
        yield _say(language, "unread", count=report.unread)
    yield ""
    yield f"SHA-256 {report.sha256}"
