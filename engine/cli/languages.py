"""Options that say something in each language: `--ka` and `--en`, one for every language there is."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from engine.texts import LANGUAGES

NAMES = ("GIVEN", "FAMILY")
METAVAR = " ".join(LANGUAGES).upper()  # of an option that takes a text in each language at once


def in_each_language(
    help: str, *, parts: tuple[str, ...], is_required: bool = False
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command an option per language, and what they say as `said`: each part by language.

    `said` is None where a language is missing.
    """

    def wrap(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def read(**given: Any) -> None:
            texts = {language: given.pop(language) for language in LANGUAGES}
            said = by_part(texts, len(parts)) if all(texts.values()) else None
            command(said=said, **given)

        for language in reversed(LANGUAGES):
            option = click.option(
                f"--{language}",
                type=(str,) * len(parts),
                metavar=" ".join(parts),
                required=is_required,
                help=help,
            )
            read = option(read)
        return read

    return wrap


def by_part(texts: dict[str, tuple[str, ...]], parts: int) -> tuple[dict[str, str], ...]:
    """Return for each part of what was said its text by language."""
    return tuple({language: said[number] for language, said in texts.items()} for number in range(parts))
