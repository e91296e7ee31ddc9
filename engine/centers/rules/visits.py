"""Kinds and outcomes of visits: what a visitor of a community centre may be given, and what may come of it.

Handlers and pages say it alike. Refuses to know who notes it.
"""

from __future__ import annotations

from typing import Final

ABOUT_A_SERVICE: Final = ("given", "referred")  # name a service of the directory
OF_THE_HOUSE: Final = ("library", "internet", "meeting_room")
OUTCOMES: Final = ("received", "refused", "not_known")
