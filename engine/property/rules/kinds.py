"""Schema of the register of property: kinds, categories, states, and the fields of each kind.

Kinds and categories follow the Local Self-Government Code, part on property; the words are under `asset` in
`engine/texts`. Refuses to know SQL and how any of it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

KINDS: Final = ("immovable", "movable", "shares", "intangible")
CATEGORIES: Final = ("basic", "additional")
# In these the municipality has the thing; in the others it has it no longer.
PRESENT_STATES: Final = ("in_use", "idle", "in_privatisation")
FORMER_STATES: Final = ("sold", "written_off", "transferred")
STATES: Final = (*PRESENT_STATES, *FORMER_STATES)
RIGHTS: Final = ("ownership", "lease", "rent", "usufruct", "superficies", "gratuitous_use", "management")
FEE_PERIODS: Final = ("month", "year", "once")

_COMMON: Final = (
    "location",
    "acquired_by",
    "acquisition_act",
    "holder_unit",
    "responsible_person",
    "account_code",
)
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "immovable": (
        *_COMMON,
        "area_m2",
        "land_category",
        "building_m2",
        "extract",
        "encumbrances",
        "geometry",
    ),
    "movable": (*_COMMON, "make", "year", "plate", "serial_no"),
    "shares": (*_COMMON, "company_number", "share_percent"),
    "intangible": (*_COMMON, "licence_no", "licence_until"),
}
EVERY_FIELD: Final = tuple(dict.fromkeys(field for fields in FIELDS.values() for field in fields))

# Codes of the property registry: region, district, sector, quarter, plot, and further down to a room.
CADASTRAL_CODE: Final = re.compile(r"[0-9]{2}(\.[0-9]{2,3}){3,8}", re.ASCII)
INVENTORY_NO: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z/.-]{0,29}", re.ASCII)
HOLDER_NUMBER: Final = re.compile(r"[0-9]{9}([0-9]{2})?", re.ASCII)  # a company's, or a person's
MOST_TETRI: Final = 100_000_000_000_00  # a hundred billion lari: beyond anything that is owned
LONGEST_TEXT: Final = 500

# Inventory numbers that are given here run on over the years.
SERIES, PATTERN, NO_YEAR = "asset", "{municipality}-{n:06}", 0
