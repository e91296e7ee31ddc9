"""Enquiries: what the civil registry said to somebody who fills in a form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.commands.base import Command


@dataclass(frozen=True)
class KeepEnquiry(Command):
    """Keep what the registry said of a person the sender has asked about; see `engine/answers`."""

    personal_number: str
    birth_date: str
    state: Literal["found", "not_found", "unavailable"]
    given_name: str = ""
    family_name: str = ""
    version_id: int | None = None  # of the service whose form asked: its law is the ground
