"""The text of an expression in which the nearest name or value stands in the place of a wrong one."""

from __future__ import annotations

import re


def mended(text: str, wrong: str, right: str) -> str:
    """Return the text with `right` wherever `wrong` stands whole; nothing where it stands nowhere.

    `wrong` is a name (`x`), a property with its dot (`.x`), or a literal as it is written (`"x"`).
    """
    if not wrong or not right:
        return ""
    before = r"(?<![\w.])" if wrong[0].isalnum() or wrong[0] == "_" else ""
    after = r"(?!\w)" if wrong[-1].isalnum() or wrong[-1] == "_" else ""
    found, count = re.subn(f"{before}{re.escape(wrong)}{after}", lambda _: right, text)
    return found if count else ""
