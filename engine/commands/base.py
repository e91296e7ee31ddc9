"""The mark of a command."""

from __future__ import annotations


class Command:
    """Marks a frozen dataclass as a command."""

    __slots__ = ()
