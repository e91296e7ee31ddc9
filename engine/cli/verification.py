"""Whose signatures are on a file, and what they are worth."""

from __future__ import annotations

from pathlib import Path

import click

from engine.cli.plain import an_engine, plain_errors
from engine.texts import LANGUAGES, OFFICIAL


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--language", type=click.Choice(LANGUAGES), default=OFFICIAL, show_default=True)
def verify(file: Path, language: str) -> None:
    """Say who signed FILE, when, what is covered, and what came after; fails unless all of it is proven.

    FILE is a PDF, or the package of a case (.asice).
    """
    from engine.signatures import words as signature_words
    from engine.signatures.receipt import check, check_package
    from engine.signatures.rules import rules_of
    from signing.package_report import PackageReport
    from signing.report import Report, Verdict

    with plain_errors(), an_engine() as engine:
        content, rules, now = file.read_bytes(), rules_of(engine.connections), engine.clock.now()
        report: Report | PackageReport
        if content.startswith(b"PK"):
            report = package = check_package(content, rules, at=now)
            said = signature_words.package_lines(package, language)
        else:
            report = pdf = check(content, rules, at=now)
            said = signature_words.lines(pdf, language)
    for line in said:
        click.echo(line)
    raise SystemExit(0 if report.verdict is Verdict.VALID else 1)
