"""Renewals on the command line: which signed documents are to be renewed, and which could not be."""

from __future__ import annotations

from datetime import timedelta

import click

from engine.cli.plain import an_engine, plain_errors

MOST = 1000


@click.command()
@click.option("--days", default=30, show_default=True, help="Those due within this number of days.")
@click.option("--now", "is_now", is_flag=True, help="Renew what is due, as the hourly poller does.")
def renewals(days: int, is_now: bool) -> None:
    """List the signed documents whose proof is to be renewed; exit code 1 where one could not be."""
    from engine.jobs import proofs as poller
    from engine.queries.proofs import due_before
    from engine.tenancy import system

    with plain_errors(), an_engine() as engine:
        if is_now:
            while poller.poll(engine) == poller.BATCH:
                pass
        with engine.read(system()) as tx:
            found = due_before(tx, tx.now + timedelta(days=days), most=MOST)
    for file in found:
        until = f"proven until {file.proven_until.date()}" if file.proven_until else "not looked at yet"
        click.echo(
            f"{file.municipality}  {file.case_number}  {file.title}  {until}  {file.problem or ''}".rstrip()
        )
    raise SystemExit(any(file.problem for file in found))
