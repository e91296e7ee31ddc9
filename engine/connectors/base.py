"""What every connector can do, and the registry that finds one by name.

This module refuses to know any system in particular and any protocol.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Protocol, runtime_checkable

from engine.errors import Broken


@dataclass(frozen=True)
class Finding:
    """Something wrong with a connector's configuration; the words live in texts."""

    connector: str
    code: str
    params: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


@runtime_checkable
class Connector(Protocol):
    """A connection to one system of another body."""

    @property
    def name(self) -> str:
        """The name that operations and settings use."""

    def check(self) -> tuple[Finding, ...]:
        """Return what is wrong with the configuration, without asking the other system."""


class UnknownConnector(Broken):
    """No connector of this name is configured."""

    code = "connector.unknown"


class Connectors:
    """The configured connectors, by name."""

    def __init__(self, *connectors: Connector) -> None:
        self._by_name = {connector.name: connector for connector in connectors}
        if len(self._by_name) != len(connectors):
            raise Broken("connector.name_taken", names=[connector.name for connector in connectors])

    def __iter__(self) -> Iterator[Connector]:
        return iter(self._by_name.values())

    def __getitem__(self, name: str) -> Connector:
        try:
            return self._by_name[name]
        except KeyError:
            raise UnknownConnector(name=name) from None

    def check(self) -> tuple[Finding, ...]:
        """Return every connector's findings."""
        return tuple(finding for connector in self for finding in connector.check())
