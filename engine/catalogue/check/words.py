"""Findings in words: what is wrong, what it would do to people, and how to mend it, in Georgian and English.

Every code says what is wrong and how to mend it in both languages; a test of the structure holds them to it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from engine import canonical
from engine.catalogue.check.findings import Finding, errors_among
from engine.texts import Texts

FOLDER = Path(__file__).parents[1] / "texts"


@cache
def texts() -> Texts:
    """Return the words of validation, read once."""
    return Texts.load(FOLDER)


def sentence(finding: Finding, language: str) -> str:
    """Return what is wrong."""
    return texts().get(language, f"findings.{finding.code}.wrong")


def effect(finding: Finding, language: str) -> str:
    """Return what it would do to people; nothing where it only stands in the analyst's way."""
    return texts().find(language, f"findings.{finding.code}.effect") or ""


def mending(finding: Finding, language: str) -> str:
    """Return how to mend it."""
    return texts().get(language, f"findings.{finding.code}.mend")


def heading(service: str, findings: Collection[Finding], language: str) -> str:
    """Return the verdict over a service in one line."""
    errors = len(errors_among(findings))
    verdict = "bad" if errors else "good"
    return texts().get(
        language, f"verdict.{verdict}", service=service, errors=errors, remarks=len(findings) - errors
    )


def lines(findings: Iterable[Finding], language: str) -> Iterator[str]:
    """Yield the findings for a terminal, errors first."""
    for finding in sorted(findings, key=lambda found: not found.is_error):
        said = texts().get(language, f"severity.{finding.severity}")
        place = " · ".join(part for part in (finding.file, _called(finding)) if part)
        yield f"{said}  {place}"
        yield f"    {sentence(finding, language)}"
        if harm := effect(finding, language):
            yield f"    {harm}"
        yield f"    {mending(finding, language)}"
        if finding.detail:
            yield f"    {texts().get(language, 'label.detail')}: {finding.detail}"
        if finding.hint:
            yield f"    {texts().get(language, 'label.hint')}: {finding.hint}"
        if finding.callers:
            yield f"    {texts().get(language, 'label.callers')}: {', '.join(finding.callers)}"
        if finding.path:
            yield f"    {texts().get(language, 'label.path')}: {' → '.join(finding.path)}"
        if finding.witness:
            values = canonical.dumps(dict(finding.witness)).decode()
            yield f"    {texts().get(language, 'label.witness')}: {values}"
        yield f"    [{finding.code}]"


def as_data(finding: Finding) -> dict[str, Any]:
    """Return a finding with its words, for programs."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "file": finding.file,
        "where": finding.where,
        "hint": finding.hint,
        "fix": None if finding.fix is None else [*finding.fix],
        "choices": [{"value": shown, "fix": [old, new]} for shown, old, new in finding.choices],
        "fix_file": finding.fix_file or finding.file,
        "fix_where": finding.fix_where or finding.where,
        "name": finding.name,
        "detail": finding.detail,
        "path": list(finding.path),
        "witness": dict(finding.witness),
        "callers": list(finding.callers),
        "wrong": {language: sentence(finding, language) for language in texts().by_language},
        "effect": {language: effect(finding, language) for language in texts().by_language},
        "mend": {language: mending(finding, language) for language in texts().by_language},
    }


def _called(finding: Finding) -> str:
    return f"{finding.where} „{finding.name}“" if finding.name else finding.where
