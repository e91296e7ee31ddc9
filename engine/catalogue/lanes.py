"""Names of lanes: what the lane of a role is called, in each language.

A lane says whose it is with the property `mms:role`: a role of officials, `applicant`, `office`, `system`, or
`=clerk` where a block leaves the role to its callers. Its drawn name is the one in the official language.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import engine.texts
from engine.process.layout import APPLICANT, OFFICE, SYSTEM
from engine.roles import ROLES
from engine.texts import OFFICIAL, Texts


def begins(settings: Mapping[str, Any]) -> str:
    """Return the lane in which a service begins: the office's where nobody else may ask for it."""
    return OFFICE if settings.get("who_may_ask") == ["office"] else APPLICANT


def lane_name(role: str, language: str) -> str | None:
    """Return what the lane of a role is called; None for a role that does not exist."""
    if role.startswith("="):
        key = f"lane.by_caller.{role[1:].strip()}"
        return _ours().find(language, key) or _ours().find(language, "lane.by_caller.other")
    if role in (APPLICANT, OFFICE, SYSTEM):
        return _ours().find(language, f"lane.{role}")
    name = _words().find(language, f"roles.{role}") if role in ROLES else None
    return name and name[0].upper() + name[1:] if language != OFFICIAL else name


@cache
def lane_names() -> dict[str, str]:
    """Return what the lane of each role is called in the official language."""
    roles = (APPLICANT, OFFICE, SYSTEM, *ROLES)
    return {role: name for role in roles if (name := lane_name(role, OFFICIAL))}


@cache
def _words() -> Texts:
    return Texts.load(Path(engine.texts.__file__).parent)


@cache
def _ours() -> Texts:
    return Texts.load(Path(__file__).parent / "texts")
