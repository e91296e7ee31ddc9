"""Names of lanes: what the lane of a role is called, in each language.

A lane says whose it is with the property `mms:role`: a role of officials, `applicant`, `system`, or `=clerk`
where a block leaves the role to its callers. Its drawn name is the one in the official language.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import engine.texts
from engine.catalogue.check.words import texts
from engine.process.layout import APPLICANT, SYSTEM
from engine.roles import ROLES
from engine.texts import OFFICIAL, Texts


def lane_name(role: str, language: str) -> str | None:
    """Return what the lane of a role is called; None for a role that does not exist."""
    if role.startswith("="):
        key = f"lane.by_caller.{role[1:].strip()}"
        return texts().find(language, key) or texts().find(language, "lane.by_caller.other")
    if role in (APPLICANT, SYSTEM):
        return texts().find(language, f"lane.{role}")
    name = _words().find(language, f"roles.{role}") if role in ROLES else None
    return name and name[0].upper() + name[1:] if language != OFFICIAL else name


@cache
def lane_names() -> dict[str, str]:
    """Return what the lane of each role is called in the official language."""
    roles = (APPLICANT, SYSTEM, *ROLES)
    return {role: name for role in roles if (name := lane_name(role, OFFICIAL))}


@cache
def _words() -> Texts:
    return Texts.load(Path(engine.texts.__file__).parent)
