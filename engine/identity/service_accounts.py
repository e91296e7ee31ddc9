"""Service accounts: what one may be made for. It reads and deposits, and never decides or signs.

Refuses to know which address needs which scope.

To change what a service account may send: `programs=True` in the command's route; which scopes its account
may have: `engine/identity/service_accounts.py`. `tests/web/test_service_accounts.py` (decision 106).
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address, ip_network
from typing import Final

SCOPES: Final = ("cases:read", "tasks:read", "files:read", "files:act", "letters:read")
LONGEST_DAYS: Final = 731
LONGEST_NAME, LONGEST_PURPOSE = 80, 500
LONGEST_OVERLAP: Final = 30  # days for which two secrets count
MOST_NETWORKS, MOST_SERVICES = 20, 100


def network(said: str) -> str | None:
    """Return an address or a network as the database keeps it, None for what is none."""
    try:
        return str(ip_network(said.strip()))
    except ValueError:
        return None


def is_within(address: str | None, networks: Iterable[str]) -> bool:
    """Say whether somebody may ask from there; without networks from anywhere."""
    known = [ip_network(network) for network in networks]
    if not known:
        return True
    try:
        asked = ip_address(address or "")
    except ValueError:
        return False
    return any(asked in allowed for allowed in known)
