"""Verification on the command line: whose signatures are on a file, and what they are worth."""

from __future__ import annotations

from pathlib import Path

import click

from engine.cli.plain import an_engine, plain_errors
from engine.texts import LANGUAGES, OFFICIAL


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--of",
    "beside",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The file that was signed, where the signature is a file of its own (.p7s).",
)
@click.option("--language", type=click.Choice(LANGUAGES), default=OFFICIAL, show_default=True)
def verify(file: Path, beside: Path | None, language: str) -> None:
    """Say who signed FILE, when, what is covered, and what came after; fails unless all of it is proven.

    FILE is a PDF, the package of a case or another signed container (.asice, .asics), or a signature in CMS
    (.p7m around what is signed, .p7s beside it).
    """
    from engine.signatures import words as signature_words
    from engine.signatures.receipt import check_any
    from engine.signatures.rules import rules_of
    from signing.package_report import PackageReport
    from signing.report import Verdict

    with plain_errors(), an_engine() as engine:
        content, rules, now = file.read_bytes(), rules_of(engine.connections), engine.clock.now()
        report = check_any(content, beside.read_bytes() if beside else None, rules, name=file.name, at=now)
        if isinstance(report, PackageReport):
            said = signature_words.package_lines(report, language)
        else:
            said = signature_words.lines(report, language)
    for line in said:
        click.echo(line)
    raise SystemExit(0 if report.verdict is Verdict.VALID else 1)
