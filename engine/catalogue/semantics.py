"""The versions of our own semantics, under which a service was published.

The same files may come to mean something else when FEEL, the stored form of tokens or an operation
changes. FEEL and the codec declare beside their meaning which version it is and which they still run, the
operations here: they stand above the catalogue. `tests/golden` proves that a version means what it meant.

To change what FEEL, a stored state or an operation means: raise its version (`feel.VERSION`,
`engine/process/codec.py`, `OPERATIONS` in `engine/catalogue/semantics.py`), then `python -m
tests.golden.write`. Old cases run under their old version: keep what it meant in code and choose by the
version, or, while no case runs under it, take it out of `RUNS` (decision 21). There is no dispatcher yet,
because there has been one version.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Final

import feel
from engine import process

# What the operations mean, and the meanings that still run.
OPERATIONS: Final = 1
OPERATIONS_RUN: Final = frozenset({OPERATIONS})


@dataclass(frozen=True)
class Semantics:
    """One version of each of the three."""

    feel: int
    codec: int
    operations: int

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Semantics:
        """Return what was recorded with a version."""
        return cls(**{part.name: int(kept[part.name]) for part in fields(cls)})

    def as_json(self) -> dict[str, int]:
        """Return what is recorded with a version and covered by its digest."""
        return {part.name: getattr(self, part.name) for part in fields(self)}

    def not_run(self) -> tuple[str, ...]:
        """Return the parts that this release does not run any more, or not yet, with their version."""
        runs = _runs()
        return tuple(
            f"{name} {version}" for name, version in self.as_json().items() if version not in runs[name]
        )


def current() -> Semantics:
    """Return the semantics under which this release publishes."""
    return Semantics(feel.VERSION, process.STATE_VERSION, OPERATIONS)


@cache
def _runs() -> Mapping[str, frozenset[int]]:
    return {"feel": feel.RUNS, "codec": process.STATES_READ, "operations": OPERATIONS_RUN}
