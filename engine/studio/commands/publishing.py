"""Putting versions of services into force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from engine.commands.base import Command


@dataclass(frozen=True, kw_only=True)
class Publication(Command):
    """Base class of the commands for both acts that put a version into force.

    `law` is a list of acts as in service.json, which counts where none is given, as its effective date does.
    `is_retroactive` lets the version count from a day in the past, though cases were filed since; they keep
    theirs. `municipalities` are the codes of those that get the version; without any, all do.
    """

    law: list[dict[str, Any]] | None = None
    effective_from: date | None = None
    is_retroactive: bool = False
    municipalities: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True)
class PublishService(Publication):
    """Publish the service in `folder`; a digest that is already published is left alone.

    People are named by their personal numbers.
    """

    folder: Path
    publisher: str
    second_person: str | None = None


@dataclass(frozen=True)
class RollBackService(Publication):
    """Publish a version of the service again, found by the beginning of its digest."""

    service: str
    digest: str
    publisher: str
    second_person: str | None = None


@dataclass(frozen=True)
class TakeBackPublication(Command):
    """Let an act count no more, the newest of the service where none is named; it takes a reason.

    `publisher` is the personal number of whoever decides it, where the system sends this.
    """

    service: str
    reason: str
    publication: int | None = None
    publisher: str | None = None


@dataclass(frozen=True)
class ServiceTakenBack:
    """Versions in force after a service was taken back, by digest: nothing where it was new."""

    service: str
    digests: tuple[str, ...]


@dataclass(frozen=True)
class NamePublisher(Command):
    """Give somebody the right to publish services; names are needed where the person is not known yet."""

    personal_number: str
    given_name: dict[str, str] | None = None
    family_name: dict[str, str] | None = None


@dataclass(frozen=True)
class WithdrawPublisher(Command):
    """End somebody's right to publish services; who `is_warned` knows that too few may be left."""

    personal_number: str
    reason: str
    is_warned: bool = False


@dataclass(frozen=True)
class ServicePublished:
    """A version in force from a day on; without a day, it was published before and nothing was done."""

    service: str
    digest: str
    effective_from: date | None
