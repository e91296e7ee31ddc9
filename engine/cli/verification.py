"""Whose signatures are on a file, and what they are worth."""

from __future__ import annotations

from pathlib import Path

import click

from engine.cli.plain import an_engine, plain_errors


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--language", type=click.Choice(["ka", "en"]), default="ka", show_default=True)
def verify(file: Path, language: str) -> None:
    """Say who signed FILE, when, what is covered, and what came after; fails unless all of it is proven."""
    from engine import signature_words
    from engine.signature_check import check
    from engine.signature_rules import rules_of
    from signing.report import Verdict

    with plain_errors(), an_engine() as engine:
        report = check(file.read_bytes(), rules_of(engine.connections), at=engine.clock.now())
    for line in signature_words.lines(report, language):
        click.echo(line)
    raise SystemExit(0 if report.verdict is Verdict.VALID else 1)
