"""Numbers of acts that no act bears: which there are, and voiding one with a reason."""

from __future__ import annotations

import click

from engine.cli.plain import an_engine, plain_errors


@click.group()
def number() -> None:
    """Numbers of acts that were reserved and given up."""


@number.command("list")
@click.argument("municipality")
def _list(municipality: str) -> None:
    """List the numbers of a MUNICIPALITY (its code) that wait for an act, and those that were voided."""
    from engine.queries.act_numbers import unused

    with plain_errors(), an_engine() as engine:
        for act in unused(engine.connections.database, municipality, now=engine.clock.now()):
            click.echo(f"{act.number}  {act.state}  {act.reason or act.reserved_at.date()}")


@number.command("void")
@click.argument("number")
@click.argument("municipality")
@click.option("--reason", required=True, help="Why no act bears the number; it stays readable.")
def _void(number: str, municipality: str, reason: str) -> None:
    """Void a NUMBER that was given up, so that no act of the MUNICIPALITY ever bears it."""
    from engine.commands.signing import VoidNumber
    from engine.tenancy import system

    with plain_errors(), an_engine() as engine:
        engine.send(VoidNumber(municipality, number, reason), actor=system())
    click.echo(f"{number} is void")
