"""The base of connectors: what every one can do.

This module refuses to know any system in particular and any protocol.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Protocol, runtime_checkable


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

    def close(self) -> None:
        """Close the connections kept open."""
