"""The seals of municipalities: which there are, until when they hold, and whether their devices answer."""

from __future__ import annotations

import click

from engine.cli.plain import an_engine, in_words, plain_errors


@click.command()
def seals() -> None:
    """Have each seal's device sign something; exit code 1 unless all do.

    A wrong PIN counts at the device, so this is one try of it.
    """
    from engine.errors import EngineError
    from engine.signatures.sealing import refuse_unusable, seals_of

    failed = False
    with plain_errors(), an_engine() as engine:
        found = seals_of(engine.connections)
        if not found:
            click.echo("no municipality has a seal here (MMS_SEALS)")
        for code, seal in sorted(found.items()):
            until = seal.certificate.not_valid_after_utc.date()
            try:
                refuse_unusable(seal)
                said = "signs"
            except EngineError as error:
                said, failed = in_words(error), True
            click.echo(f"{code}  {seal.label} on {seal.token}, certificate until {until}: {said}")
    raise SystemExit(failed)
