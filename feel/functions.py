"""The functions an expression may call: the language's own and those its host registers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from feel.library import standard_library
from feel.signature import Builtin
from feel.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Host:
    """A function of the host. Gets FEEL values by position, may return plain Python ones.

    The last ``optional`` parameters may be left out. What it raises is not touched: it is the host's.
    """

    params: tuple[str, ...]
    call: Callable[..., Any]
    optional: int = 0


class Functions(Mapping[str, Builtin | Host]):
    """An immutable set of functions by name."""

    def __init__(self, entries: Mapping[str, Builtin | Host]) -> None:
        self._entries = dict(entries)
        self._hosts = {name: entry for name, entry in entries.items() if isinstance(entry, Host)}
        self._signature = frozenset((name, host.params, host.optional) for name, host in self._hosts.items())
        self._vocabulary: Vocabulary | None = None

    @staticmethod
    def standard() -> Functions:
        """Return the functions of the language."""
        return _standard()

    def plus(self, hosts: Mapping[str, Host]) -> Functions:
        """Return these and the host's; a host's function of the same name wins."""
        return Functions({**self._entries, **hosts})

    @property
    def hosts(self) -> Mapping[str, Host]:
        """Return the host's functions."""
        return self._hosts

    @property
    def vocabulary(self) -> Vocabulary:
        """Return the names of several words, as the parser looks for them."""
        if self._vocabulary is None:
            self._vocabulary = Vocabulary(self._entries)
        return self._vocabulary

    @property
    def signature(self) -> frozenset[tuple[str, tuple[str, ...], int]]:
        """Say which host functions there are: equal signatures can share compiled expressions."""
        return self._signature

    def __hash__(self) -> int:
        return hash(self._signature)

    def __getitem__(self, name: str) -> Builtin | Host:
        return self._entries[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


@lru_cache(maxsize=1)
def _standard() -> Functions:
    return Functions(standard_library())
