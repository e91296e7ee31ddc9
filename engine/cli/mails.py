"""Mail on the command line: what comes back from mail servers."""

from __future__ import annotations

import sys

import click

from engine.cli.plain import an_engine, plain_errors


@click.command("take-bounce")
def take_bounce() -> None:
    """Read one report of a mail server from standard input and note where nothing arrives.

    The mail server that receives for the sender's address pipes each mail into this command.
    """
    from engine.commands.channels import TakeBounce
    from engine.notifications.bounces import LARGEST, read_bounce
    from engine.tenancy import system

    found = read_bounce(sys.stdin.buffer.read(LARGEST + 1))
    with plain_errors(), an_engine() as engine:
        for bounce in found:
            engine.send(TakeBounce(bounce.letter_id, bounce.address), actor=system())
    click.echo(f"{len(found)} addresses")
