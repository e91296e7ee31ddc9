"""Verdict on a file's signatures in words: what each of them is worth and why.

Refuses to judge.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path

import engine.texts
from engine.clock import ZONE
from engine.texts import Texts
from signing.package_report import PackageReport
from signing.report import Kind, Report, SignatureReport

NOBODY = "none"  # the verdict of a file without signatures


@dataclass(frozen=True)
class SignatureWords:
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


def said(
    found: SignatureReport, language: str, *, with_number: bool, files: tuple[str, ...] | None = None
) -> SignatureWords:
    """Return one signature in words; the personal number only where whoever reads it may know it.

    `files` are those of a container that it is over.
    """

    def say(key: str, **params: object) -> str:
        return _say(language, key, **params)

    name = found.name
    if found.number and not with_number:
        # Some authorities write the number into the name as well.
        name = name.replace(found.number, "…")
    facts = _facts(found, language, with_number, files)
    return SignatureWords(
        found.verdict,
        say(f"kind.{found.kind}", name=name or say("nameless")),
        say(f"reason.{found.reason}") if found.reason else "",
        tuple((say(f"fact.{name}"), value) for name, value in facts if value),
    )


def _facts(
    found: SignatureReport, language: str, with_number: bool, files: tuple[str, ...] | None
) -> Iterator[tuple[str, str]]:
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
    if files is None:
        yield "covers", say("covers", revision=found.revision, revisions=found.revisions)
        yield "changes", say(f"changes.{found.changes}")
    else:
        yield "covers", ", ".join(files)
    yield "level", say(f"level.{found.level.value.removeprefix('B-').lower()}")


def _instant(at: datetime | None) -> str:
    return f"{at.astimezone(ZONE):%d.%m.%Y %H:%M}" if at else ""


def package_verdict(report: PackageReport, language: str) -> str:
    """Return what is to be thought of a container, or of a file with signatures in CMS."""
    if not report.is_container:
        return _say(language, f"verdict.{report.verdict}")
    return _say(language, f"package.verdict.{report.verdict}")


def problems_of(report: PackageReport, language: str) -> tuple[str, ...]:
    """Return what is wrong with which of its files."""
    return tuple(
        _say(language, f"package.problem.{problem.code}", file=problem.file, place=problem.place)
        for problem in report.problems
    )


def package_stamp(report: PackageReport, language: str) -> str:
    """Return since when all of it is proven to be there; empty where nothing says so."""
    if report.stamped_at is None:
        return ""
    return _say(language, "package.stamped", at=_instant(report.stamped_at), by=report.stamped_by)


def said_of_package(report: PackageReport, language: str, *, with_number: bool) -> tuple[SignatureWords, ...]:
    """Return the signatures over the container's files, and then those in its PDF files."""
    over = [
        said(signature.found, language, with_number=with_number, files=signature.files)
        for signature in report.signatures
    ]
    within = [
        _of_file(said(found, language, with_number=with_number), name, language)
        for name, signed in report.signed
        for found in signed.found
    ]
    return (*over, *within)


def _of_file(one: SignatureWords, name: str, language: str) -> SignatureWords:
    return replace(one, facts=((_say(language, "fact.file"), name), *one.facts))


def package_lines(report: PackageReport, language: str) -> Iterator[str]:
    """Yield what was found of a container, for a terminal."""

    def say(key: str, **params: object) -> str:
        return _say(language, f"package.{key}", **params)

    yield package_verdict(report, language)
    if stamp := package_stamp(report, language):
        yield stamp
    yield from problems_of(report, language)
    yield say("files", count=len(report.files))
    for signature in report.signatures:
        yield from _lines_of(
            said(signature.found, language, with_number=True, files=signature.files), language
        )
    if report.unread:
        yield ""
        yield _say(language, "unread", count=report.unread)
    for name, signed in report.signed:
        yield ""
        yield f"== {name}"
        yield from lines(signed, language)


def lines(report: Report, language: str) -> Iterator[str]:
    """Yield all of it for a terminal."""
    yield verdict(report, language)
    for found in report.found:
        yield from _lines_of(said(found, language, with_number=True), language)
    if report.unread:
        yield ""
        yield _say(language, "unread", count=report.unread)
    yield ""
    yield f"SHA-256 {report.sha256}"


def _lines_of(one: SignatureWords, language: str) -> Iterator[str]:
    yield ""
    yield f"{_say(language, f'mark.{one.verdict}')}  {one.title}"
    if one.reason:
        yield f"    {one.reason}"
    yield from (f"    {name}: {value}" for name, value in one.facts)
