"""The driver's errors, translated into those that callers can do something about.

A time limit is told apart from a database that is away: whoever reads "does not answer" looks at cables.
Refuses to know statements.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import errors

from engine.errors import (
    Contended,
    DatabaseAway,
    DatabaseReadOnly,
    DatabaseTrouble,
    EngineError,
    IdleTimeout,
    LockTimeout,
    NumberOutOfRange,
    StatementTimeout,
    TextUnstorable,
)

# Of the first class that fits: the last ones are bases of those before.
_MEANINGS: tuple[tuple[type[psycopg.Error], type[EngineError]], ...] = (
    (errors.DeadlockDetected, Contended),
    (errors.SerializationFailure, Contended),
    (errors.QueryCanceled, StatementTimeout),
    (errors.LockNotAvailable, LockTimeout),
    (errors.IdleInTransactionSessionTimeout, IdleTimeout),
    (errors.TransactionTimeout, IdleTimeout),
    (errors.ReadOnlySqlTransaction, DatabaseReadOnly),
    (errors.NumericValueOutOfRange, NumberOutOfRange),
    (errors.CharacterNotInRepertoire, TextUnstorable),
    (errors.UntranslatableCharacter, TextUnstorable),
    (psycopg.OperationalError, DatabaseAway),
    (psycopg.InterfaceError, DatabaseAway),
)


def meaning_of(error: BaseException) -> EngineError | None:
    """Return what an error of the driver means; None of one that is a fault of ours.

    Libraries raise errors of their own with the driver's as the cause.
    """
    known: BaseException | None = error
    while known is not None:
        for kind, meaning in _MEANINGS:
            if isinstance(known, kind):
                return meaning()
        if _is_unstorable(known):
            return TextUnstorable()
        known = known.__cause__
    return None


def _is_unstorable(error: BaseException) -> bool:
    """Say whether the driver could not write a text: NUL has no class of errors of its own."""
    if isinstance(error, UnicodeEncodeError):
        return error.reason == "surrogates not allowed"
    return type(error) is psycopg.DataError and "NUL" in str(error)


def trouble_of(error: BaseException) -> DatabaseTrouble | None:
    """Return the trouble that passes by itself which an error comes from, if it does."""
    found = meaning_of(error)
    return found if isinstance(found, DatabaseTrouble) else None


@contextmanager
def translated() -> Iterator[None]:
    """Raise in place of the driver's errors what they mean."""
    try:
        yield
    except (psycopg.Error, UnicodeEncodeError) as error:
        found = meaning_of(error)
        if found is None:
            raise
        raise found from error
