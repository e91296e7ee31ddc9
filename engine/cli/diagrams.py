"""Diagrams of service folders: laid out anew."""

from __future__ import annotations

from pathlib import Path

import click

from engine.cli.plain import plain_errors
from engine.cli.services import FOLDERS


@click.group()
def diagram() -> None:
    """How the diagrams of services are drawn; what they do is not touched."""


@diagram.command("tidy")
@FOLDERS
@click.option(
    "--better-only",
    "is_better_only",
    is_flag=True,
    help="Leave a diagram as it is that would keep to one of the demanded rules less than it does.",
)
@click.option("--trials", type=click.IntRange(min=1), help="Arrangements tried; by default by the size.")
def _tidy(folders: tuple[Path, ...], is_better_only: bool, trials: int | None) -> None:
    """Lay out the diagrams below folders anew, with a lane for each role; without any, all of bpmn/."""
    from engine.catalogue.tidying import tidy_below
    from engine.installation import loading

    with plain_errors():
        for diagram in tidy_below(folders or (loading.BPMN,), loading.BPMN, trials=trials):
            is_written = diagram.is_changed and not (is_better_only and diagram.worse)
            if is_written:
                diagram.path.write_bytes(diagram.content)
            click.echo(f"{'written' if is_written else 'left   '}  {diagram.name}  {diagram.summary}")
