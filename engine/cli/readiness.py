"""Readiness on the command line: how ready municipalities are to offer their modules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from engine.cli.plain import an_engine, plain_errors
from engine.texts import LANGUAGES, TERMINAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.queries.readiness import ModuleReadiness, Readiness


@click.command()
@click.argument("municipality", required=False)
@click.option("--language", type=click.Choice(LANGUAGES), default=TERMINAL, show_default=True)
@click.option("--all", "with_rest", is_flag=True, help="Also what is there, and what could be there.")
def ready(municipality: str | None, language: str, with_rest: bool) -> None:
    """Say what each module of a MUNICIPALITY lacks (its code; none: of every one that offers something).

    Ends with code 1 if a module that is switched on lacks something without which it can't be used.
    """
    from engine.queries.readiness import Equipment, everywhere, page
    from engine.tenancy import system

    with plain_errors(), an_engine() as engine, engine.read(system()) as tx:
        equipment = Equipment.of(engine.connections)
        found = (page(tx, municipality, equipment),) if municipality else everywhere(tx, equipment)
    shown = [place for place in found if municipality or place.municipality.modules]
    for place in shown:
        for line in _lines(place, language, with_rest=with_rest):
            click.echo(line)
    raise SystemExit(any(place.broken for place in shown))


def _lines(place: Readiness, language: str, *, with_rest: bool) -> Iterator[str]:
    yield f"{place.municipality.code}  {place.municipality.names[language]}"
    for module in place.modules:
        if module.is_on or with_rest:
            state = "on" if module.is_on else "off"
            yield f"  {module.code}  {state}, {'lacks something' if module.lacks else 'ready'}"
            yield from _points(module, place.municipality.code, language, with_rest=with_rest)


def _points(module: ModuleReadiness, code: str, language: str, *, with_rest: bool) -> Iterator[str]:
    from engine.offices.readiness.rules import said

    for point in module.points:
        if with_rest or (point.is_required and not point.is_there):
            mark = "+" if point.is_there else "!" if point.is_required else "-"
            command = "" if point.is_there else point.mended.command_in(code)
            enters = f"  [{command}]" if command else ""
            yield f"    {mark} {said(point, language)}{enters}"
