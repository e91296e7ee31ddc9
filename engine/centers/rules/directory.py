"""Entries of the directory of services: what one consists of.

Handlers, pages and the files of an installation say it alike. Refuses to know who keeps the directory.
"""

from __future__ import annotations

from typing import Final

# What may be known of a service beside its name: who may ask, where, what it costs, which documents are
# needed, how an operator does it at the desk.
CELLS: Final = ("who", "where", "cost", "documents", "steps")
WITH_SOURCE: Final = (*CELLS, "link")  # each may rest on something else than the rest of the entry
CONFIDENCES: Final = ("sourced", "high", "medium", "low")
