"""Extracts from registers."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class IssueCertificate(Command):
    """Give the person a certificate of an own entry that is in force."""

    entry_id: UUID


@dataclass(frozen=True)
class IssueExtract(Command):
    """Issue an extract of an entry in force about somebody: a certificate that the office asks for."""

    entry_id: UUID
