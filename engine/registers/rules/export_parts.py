"""What a list of a register may be asked for as: its orders, and the formats of files."""

from __future__ import annotations

from typing import Final

NAME, NEWEST = "name", "newest"
ORDERS: Final = (NAME, NEWEST)
XLSX, CSV = "xlsx", "csv"
FORMATS: Final = (XLSX, CSV)
