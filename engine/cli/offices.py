"""Offices of a municipality on the command line: given, ended, listed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from engine.cli.languages import NAMES, in_each_language
from engine.cli.plain import an_engine, plain_errors
from engine.texts import TERMINAL

if TYPE_CHECKING:
    from engine.queries.offices import Office

Names = tuple[dict[str, str], ...]
_DAY = click.DateTime(["%Y-%m-%d"])
_WHICH = (
    click.argument("personal_number"),
    click.argument("role"),
    click.argument("municipality", required=False),
    click.option("--unit", help="Code of the unit to which the office is limited."),
    click.option("--center", type=int, help="Of an operator: the number of the community centre."),
    click.option("--act", required=True, help="The act by which it is given or ended, as people cite it."),
)


def _of_an_office(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the words that say which office of whom, by which act."""
    for option in reversed(_WHICH):
        command = option(command)
    return command


@click.group()
def office() -> None:
    """Offices of municipalities, given to people by an act of appointment."""


@office.command("give")
@_of_an_office
@click.option("--from", "first", type=_DAY, required=True, help="First day of the office.")
@click.option("--to", "last", type=_DAY, help="Last day of the office; without it, until it is ended.")
@in_each_language("Names of somebody not known yet.", parts=NAMES)
def _give(*, first: datetime, last: datetime | None, said: Names | None, **which: Any) -> None:
    """Give a person a ROLE in a MUNICIPALITY (its code; none: of the country), on the ground of an act."""
    from engine.commands.offices import GiveOffice
    from engine.tenancy import system

    given_name, family_name = said or (None, None)
    until = last and (last + timedelta(days=1)).date()
    with plain_errors(), an_engine() as engine:
        command = GiveOffice(
            **which,
            valid_from=first.date(),
            valid_until=until,
            given_name=given_name,
            family_name=family_name,
        )
        engine.send(command, actor=system())


@office.command("end")
@_of_an_office
@click.option("--to", "last", type=_DAY, help="Last day of the office; without it, it ends at once.")
def _end(last: datetime | None, **which: Any) -> None:
    """End somebody's office; what they have claimed is open to others again."""
    from engine.clock import local_date
    from engine.commands.offices import EndOffice
    from engine.tenancy import system

    with plain_errors(), an_engine() as engine:
        until = (last + timedelta(days=1)).date() if last else local_date(engine.clock.now())
        released = engine.send(EndOffice(**which, valid_until=until), actor=system()).released
    if released:
        click.echo(f"{released} claimed tasks are open to others again")


@office.command("list")
@click.argument("municipality", required=False)
@click.option("--past", is_flag=True, help="Also what is over.")
def _list(municipality: str | None, past: bool) -> None:
    """List who holds which office, since when, until when and by which act."""
    from engine.clock import local_date
    from engine.queries import offices
    from engine.tenancy import system

    with plain_errors(), an_engine() as engine, engine.read(system()) as tx:
        for listed in offices.listed(tx, municipality, since=None if past else local_date(tx.now)):
            click.echo(_line(listed))


def _line(office: Office) -> str:
    where = office.municipality or "country"
    where += f"/{office.unit}" if office.unit else ""
    where += f"/center {office.center}" if office.center else ""
    until = f"to {office.valid_until - timedelta(days=1)}" if office.valid_until else "open"
    acts = "; ended by ".join(act for act in (office.appointed_by or "no act", office.ended_by) if act)
    return (
        f"{where}  {office.role}  {office.personal_number} {office.name[TERMINAL]}"
        f"  from {office.valid_from} {until}  ({acts})"
    )
