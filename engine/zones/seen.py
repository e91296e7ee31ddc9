"""The digest of a proposal: the plan that was shown, and the zones that it ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from engine import canonical


def digest_of(plan: Any, held: Iterable[Mapping[str, Any]]) -> str:
    """Return what is other once the zones that the plan ends are other; `held` are those of all days."""
    first_on = plan.first_on.isoformat()
    ends = [zone for zone in held if (zone["valid_until"] or "9") > first_on]
    return sha256(canonical.dumps([str(plan.id), first_on, ends])).hexdigest()
