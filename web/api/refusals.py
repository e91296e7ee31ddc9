"""Refusals of the API's boundary, before anything is asked of the engine.

The words are the engine's (`errors.api.…`), so that they stand with all others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.errors import NotAllowed, NotSignedIn, Rejected


class TokenNeeded(NotSignedIn):
    """Nobody says who asks."""

    code = "api.token_needed"


class TokenDead(NotSignedIn):
    """The token is unknown, or has ended, expired, or lost its office."""

    code = "api.token_dead"


class ScopeMissing(NotAllowed):
    """The token is not for this."""

    code = "api.scope_missing"


class OfficeNeeded(NotAllowed):
    """It is done in an office, and the token is for a person's own matters."""

    code = "api.office_needed"


class OwnMattersOnly(NotAllowed):
    """It is a person's own matter, and the token is for an office."""

    code = "api.own_matters_only"


class Unreadable(Rejected):
    """The request could not be read as it was sent; `status` says which kind of fault that is."""

    code = "api.not_json"

    def __init__(self, code: str | None = None, *, status: int = 400, **params: Any) -> None:
        super().__init__(code, **params)
        self.status = status


KINDS: dict[str, str | tuple[str, ...]] = {
    "missing": "Missing data",
    "unknown": "Unknown field",
    "null": "Field may not be null",
    "length": ("Length", "Longer than", "Shorter than"),
    "range": ("Must be greater", "Must be less"),
    "choice": "Must be one of",
}


@dataclass(frozen=True)
class Fault:
    """One value that was refused, and where it stands."""

    at: str
    code: str  # one of `KINDS`, or invalid; words under api.fault


class Invalid(Rejected):
    """Values that the description refuses."""

    code = "api.invalid"

    def __init__(self, messages: Any) -> None:
        faults = tuple(_faults(messages, ()))
        super().__init__(count=len(faults))
        self.faults = faults


class Several(Rejected):
    """Several things are refused, each with its place, its code and its words; nothing was done."""

    code = "api.several"

    def __init__(self, errors: Iterable[tuple[str, str, str]]) -> None:
        self.errors = tuple(errors)
        super().__init__(count=len(self.errors))


def _faults(messages: Any, path: tuple[str, ...]) -> Iterator[Fault]:
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            yield from _faults(inner, (*path, str(name)))
    elif isinstance(messages, list | tuple):
        for message in messages:
            yield from _faults(message, path)
    else:
        yield Fault(".".join(path[:8])[:200], _code(str(messages)))


def _code(said: str) -> str:
    """Return what kind of fault it is; the sentences of the library are English, ours are not only."""
    return next((code for code, begins in KINDS.items() if said.startswith(begins)), "invalid")
