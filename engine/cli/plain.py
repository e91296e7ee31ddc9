"""An engine for one command, and errors as one sentence with an exit code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.db.cluster import ClusterError, DatabaseUnreachable
from engine.db.prepare import NotPrepared
from engine.environment import SettingsError
from engine.errors import EngineError, Unavailable
from engine.settings import Settings
from engine.texts import TERMINAL

if TYPE_CHECKING:
    from engine.bootstrap import Engine


@contextmanager
def an_engine() -> Iterator[Engine]:
    from engine.bootstrap import build

    engine = build(Settings.from_environment())
    try:
        yield engine
    finally:
        engine.close()


@contextmanager
def a_fitting_engine() -> Iterator[Engine]:
    """Give an engine that runs all that is in use, on a machine that fits. While nobody can tell: go on."""
    from engine.installation import loading, membership, schema

    with an_engine() as engine:
        schema.refuse_unfit_login(engine.settings)
        schema.refuse_older(engine.settings)
        with suppress(Unavailable):
            loading.refuse_what_does_not_run(engine)
        membership.join(engine)
        yield engine


@contextmanager
def plain_errors() -> Iterator[None]:
    try:
        yield
    except (SettingsError, ClusterError, DatabaseUnreachable, NotPrepared) as error:
        raise click.ClickException(str(error)) from error
    except EngineError as error:
        raise click.ClickException(in_words(error)) from error
    except PermissionError as error:
        raise click.ClickException(f"{error}. Was it made by another account?") from error


def in_words(error: EngineError) -> str:
    """Return what an error says to whoever sits at the terminal."""
    from engine import texts
    from engine.catalogue.check import Unfit, words

    if isinstance(error, Unfit):
        found = "\n".join(words.lines(error.findings, TERMINAL))
        return f"{words.heading(error.file, error.findings, TERMINAL)}\n{found}"
    known = texts.Texts.load(Path(texts.__file__).parent)
    details = ", ".join(f"{name} {value}" for name, value in error.params.items())
    try:
        said = known.get(TERMINAL, f"errors.{error.error_code}", **error.params)
    except texts.TextError:
        said = details
    return f"{said} ({error.error_code})"
