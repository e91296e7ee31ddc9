"""Versions of a service in force where, and those a draft knows nothing of.

Whoever publishes a draft that was begun before somebody else's version came into force would undo that one.
Refuses to decide whether that is meant: people are told, and decide.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from engine.catalogue.blocks import folder_of
from engine.catalogue.store import versions
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.stores import reference
from engine.studio.copies import renamed


@dataclass(frozen=True)
class Ground:
    """Municipalities in which the same version is in force; without one nothing is."""

    version_id: int | None
    municipalities: tuple[int, ...]


def grounds(tx: Transaction, code: str, places: Collection[int] | None) -> tuple[Ground, ...]:
    """Return the places by what is in force there today, the largest group first; None are all."""
    acts = versions.acts_in_force(tx, code, on=local_date(tx.now))
    version_at = {row.municipality_id: row.version_id for row in acts}
    found: dict[int | None, list[int]] = {}
    for place in sorted(reference.municipality_ids(tx) if places is None else places):
        found.setdefault(version_at.get(place), []).append(place)
    groups = (Ground(version_id, tuple(ones)) for version_id, ones in found.items())
    return tuple(sorted(groups, key=lambda group: (-len(group.municipalities), group.version_id or 0)))


def is_everywhere(tx: Transaction, code: str, places: Collection[int] | None, version_id: int) -> bool:
    """Say whether the version is in force in all these places; None are all, and those to come."""
    acts = versions.acts_in_force(tx, code, on=local_date(tx.now))
    version_at = {row.municipality_id: row.version_id for row in acts}
    asked = (*reference.municipality_ids(tx), None) if places is None else places
    return all(version_at.get(place) == version_id for place in asked)


def base_files(tx: Transaction, draft: Any) -> dict[str, bytes]:
    """Return the service's own files in the version that a draft stands on, as the draft began with them."""
    if draft.base_version is None:
        return {}
    code = versions.load(tx, draft.base_version).code
    files = versions.folder(tx, draft.base_version, f"{folder_of(code)}/")
    return files if code == draft.code else renamed(files, code, draft.code)


def unknown_to(tx: Transaction, draft: Any, places: Collection[int] | None) -> frozenset[int]:
    """Return the versions in force in these places, or to come there, that the draft knows nothing of.

    Where the version that it stands on has been taken back, all that is in force is news to it.
    """
    today = local_date(tx.now)
    in_force = {
        ground.version_id for ground in grounds(tx, draft.code, places) if ground.version_id is not None
    }
    coming = versions.to_come(tx, draft.code, places, on=today)
    if _is_taken_back(tx, draft):
        return frozenset(in_force | coming)
    return frozenset((in_force | coming) - set(draft.known_versions))


def _is_taken_back(tx: Transaction, draft: Any) -> bool:
    """Say whether the draft stands on a version of its own service that counts nowhere, and will not."""
    base = draft.base_version
    if base is None or versions.load(tx, base).code != draft.code:
        return False
    today = local_date(tx.now)
    counting = {row.version_id for row in versions.acts_in_force(tx, draft.code, on=today)}
    return base not in counting | versions.to_come(tx, draft.code, None, on=today)
