"""Columns of the list of steps that somebody chooses for themselves."""

from __future__ import annotations

from dataclasses import dataclass

from engine.commands.base import Command


@dataclass(frozen=True)
class ChooseColumns(Command):
    """Show these columns in this order, of a service or of all; without any, what everybody has."""

    columns: tuple[str, ...]
    service: str | None = None
