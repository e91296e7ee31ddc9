"""Rebase of a draft's files on a newer version of its service: a comparison of three states of each file.

Refuses to know SQL, and to merge within a file: where both have changed one, a person chooses.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

Files = Mapping[str, bytes]


class Newer(StrEnum):
    """State in the draft of a file that the newer version has changed."""

    UNTOUCHED = "untouched"  # as it was when the draft was begun
    BOTH = "both"  # the draft has changed it too
    SAME = "same"  # the draft says the same already


def newer_files(base: Files, mine: Files, theirs: Files) -> dict[str, Newer]:
    """Return the files that differ between the base of a draft and a newer version, by their path."""
    found = {}
    for path in sorted({*base, *theirs}):
        was, is_now, drawn = base.get(path), theirs.get(path), mine.get(path)
        if was == is_now:
            continue
        if drawn == is_now:
            found[path] = Newer.SAME
        else:
            found[path] = Newer.UNTOUCHED if drawn == was else Newer.BOTH
    return found
