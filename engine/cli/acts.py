"""Arguments of every publication on the command line: two people, the law, the day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

import click

from engine.cli.languages import METAVAR
from engine.studio.commands.publishing import ServicePublished
from engine.texts import LANGUAGES

Act = dict[str, Any]

_OPTIONS = (
    click.option("--publisher", required=True, help="Personal number of the person who publishes."),
    click.option(
        "--second-person", help="Personal number of the person who agrees; demanded outside demo mode."
    ),
    click.option(
        "--effective",
        type=click.DateTime(["%Y-%m-%d"]),
        help="First day on which applications get the version; else that of service.json, or today.",
    ),
    click.option(
        "--law",
        nargs=len(LANGUAGES),
        metavar=METAVAR,
        help="The act in each language; else those of service.json.",
    ),
    click.option("--article", help="Article of the act."),
    click.option(
        "--retroactive",
        is_flag=True,
        help="Allow a past day though cases were filed since; they keep theirs.",
    ),
    click.option(
        "--for",
        "municipalities",
        multiple=True,
        metavar="MUNICIPALITY",
        help="Code of a municipality that gets the version, once for each; without any, all do.",
    ),
    click.option("--note", help="What was changed, and why."),
)


def acting(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of a publication, and their values as `act`."""

    @wraps(command)
    def read(
        *,
        publisher: str,
        second_person: str | None,
        effective: datetime | None,
        law: tuple[str, ...] | None,
        article: str | None,
        retroactive: bool,
        municipalities: tuple[str, ...],
        note: str | None,
        **more: Any,
    ) -> None:
        if article and not law:
            raise click.UsageError("--article needs --law")
        named = law and [{"act": dict(zip(LANGUAGES, law, strict=True)), "article": article}]
        act = {
            "publisher": publisher,
            "second_person": second_person,
            "law": named or None,
            "effective_from": effective and effective.date(),
            "is_retroactive": retroactive,
            "municipalities": municipalities,
            "note": note,
        }
        command(act=act, **more)

    for option in reversed(_OPTIONS):
        read = option(read)
    return read


def said(done: ServicePublished) -> str:
    """Return what was done, in one line."""
    version = f"{done.service}@{done.digest}"
    if done.effective_from is None:
        return f"{version} was published before; mms rollback puts it into force again"
    return f"{version} in force from {done.effective_from}"
