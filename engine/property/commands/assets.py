"""Municipal property."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class ImportAssets(Command):
    """A table is taken over into the register of property, whole or not at all.

    `rows` are its cells, the first row names the columns; `ground` names the act it rests on.
    """

    municipality: str
    file_name: str
    rows: tuple[tuple[str, ...], ...]
    ground: str


@dataclass(frozen=True)
class AssetsImported:
    """Numbers of assets and rights of others that came in, and the id of the table."""

    import_id: UUID
    count: int
    rights: int
