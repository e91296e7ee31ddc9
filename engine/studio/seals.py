"""By its seal a program shows that its person was told what differs: that person, and just this.

It comes with the differences and nobody can make one. Refuses to know SQL, and who may approve.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from engine import canonical


def seal(secret: str, request: Any, group: Any, *, person_id: int | None) -> str:
    """Return the seal of what differs in a group of places, as told to a person."""
    base = group.version_id or request.base_version
    said = ["differences", str(request.id), group.number, base, request.version_id, person_id]
    return hmac.new(secret.encode(), canonical.dumps(said), hashlib.sha256).hexdigest()
