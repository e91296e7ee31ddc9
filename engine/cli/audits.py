"""The audit on the command line: is everything that happened still what was written?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from engine.cli.plain import plain_errors
from engine.clock import ZONE, SystemClock
from engine.settings import Settings

if TYPE_CHECKING:
    from engine.audit.verify import Break
    from engine.reconcile.auditing import Audited
    from engine.reconcile.hash_chains import HashChain

BROKEN, NOT_VERIFIED = 1, 2
MOST_SHOWN = 20
TO_DO = """\
Somebody changed records outside MMS. What to do:
  1. Leave the database as it is, and keep this output: mms audit verify --json.
  2. Bring back a backup from before into another home (mms restore DIR --into HOME) and verify it
     there: what it says of the hash chain is what was written.
  3. Find out who could write to the database at that time."""


@click.group()
def audit() -> None:
    """The audit log: hash chains of cases, reads, sign-ins, configuration."""


@audit.command("verify")
@click.option("--municipality", help="Code of a municipality: its cases and what is kept beside them.")
@click.option(
    "--json", "is_json", is_flag=True, help="For programs: every broken hash chain with all its breaks."
)
def _verify(municipality: str | None, is_json: bool) -> None:
    """Verify every hash chain of events; changes nothing.

    Ends with code 0 if all are whole, 1 if one is broken, 2 if they could not be verified.
    """
    from engine.reconcile.auditing import audit as verified
    from engine.reconcile.view import whole_view

    with _not_verified(), plain_errors():
        url = Settings.from_environment().owner_url
        with whole_view(url, now=SystemClock().now()) as tx:
            found = verified(tx, municipality)
    if is_json:
        click.echo(json.dumps(_as_data(found), ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(_lines(found)))
    raise SystemExit(0 if found.is_whole else BROKEN)


class _NotVerified(click.ClickException):
    """Nothing is known of the audit log."""

    exit_code = NOT_VERIFIED


@contextmanager
def _not_verified() -> Iterator[None]:
    from engine.reconcile.view import NotTheOwner

    try:
        yield
    except NotTheOwner as error:
        raise _NotVerified(str(error)) from error
    except click.ClickException as error:
        raise _NotVerified(error.message) from error


def _lines(found: Audited) -> Iterator[str]:
    for kind in found.kinds:
        state = "BAD " if kind.broken else "good"
        time = f", {_time(kind.first_at)} to {_time(kind.last_at)}" if kind.last_at else ""
        many = f", {len(kind.broken)} broken" if kind.broken else ""
        yield f"{state}  {kind.name}: {kind.chains} hash chains, {kind.events} events{time}{many}"
        yield from (f"      {_broken(chain)}" for chain in kind.broken[:MOST_SHOWN])
        if len(kind.broken) > MOST_SHOWN:
            yield f"      … and {len(kind.broken) - MOST_SHOWN} more"
    yield from (f"BAD   {event}" for event in found.astray[:MOST_SHOWN])
    what = found.municipality or "the whole installation"
    if found.is_whole:
        yield f"{what}: every hash chain is whole, up to {_time(found.at)}"
        return
    yield f"{what}: NOT whole, looked at {_time(found.at)}"
    if first := found.first_broken:
        yield f"first broken link: {_broken(first)}"
    yield TO_DO


def _broken(chain: HashChain) -> str:
    first, more = chain.breaks[0], len(chain.breaks) - 1
    at = f" of {_time(chain.broken_at)}" if chain.broken_at else ""
    others = f", and {more} more" if more else ""
    wrong = f"event {first.seq}{at}: {first.fault.value}{others}"
    return f"{chain.name}: whole up to event {first.whole_to}; {wrong}"


def _time(instant: datetime | None) -> str:
    return instant.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S") if instant else ""


def _as_data(found: Audited) -> dict[str, Any]:
    first = found.first_broken
    return {
        "at": found.at.isoformat(),
        "municipality": found.municipality,
        "is_whole": found.is_whole,
        "first_broken": first and _chain(first),
        "kinds": [
            {
                "kind": kind.name,
                "chains": kind.chains,
                "events": kind.events,
                "from": _iso(kind.first_at),
                "to": _iso(kind.last_at),
                "broken": [_chain(chain) for chain in kind.broken],
            }
            for kind in found.kinds
        ],
        "astray": list(found.astray),
    }


def _chain(chain: HashChain) -> dict[str, Any]:
    return {
        "chain": chain.name,
        "whole_to": chain.breaks[0].whole_to,
        "broken_at": _iso(chain.broken_at),
        "breaks": [_break(found) for found in chain.breaks],
    }


def _break(one: Break) -> dict[str, Any]:
    return {"event": one.seq, "fault": one.fault.name.lower(), "means": one.fault.value}


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
