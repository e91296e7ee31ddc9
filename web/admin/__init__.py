"""Administration: of one municipality by its administrator, of the country by the national one.

What may be set, and by whom, is the engine's decision; nothing here shows a case.
"""

from __future__ import annotations

from web.admin import (
    analysts,
    cash,
    center_staff,
    country_days_off,
    days_off,
    languages,
    law,
    letterhead,
    own,
    rollout,
    service_accounts,
    staff,
    switches,
    tokens,
    units,
)
from web.blueprints import admin as blueprint

__all__ = [
    "analysts",
    "blueprint",
    "cash",
    "center_staff",
    "country_days_off",
    "days_off",
    "languages",
    "law",
    "letterhead",
    "own",
    "service_accounts",
    "rollout",
    "staff",
    "switches",
    "tokens",
    "units",
]
