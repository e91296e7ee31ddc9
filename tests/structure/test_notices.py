"""The notices name every library of the locks, with its version, and none without a good licence."""

from __future__ import annotations

import re

import notices
import pytest

LINE = re.compile(r"^\| \[(.+?)\]\(.+?\) \| (\S+) \| (.+) \|$", re.M)
LISTED = {(name, version) for name, version, _ in LINE.findall(notices.PAGE.read_text(encoding="utf-8"))}


def test_notices__of_the_page__are_the_libraries_of_the_locks() -> None:
    there = {*notices.locked().items(), *((notice.name, notice.version) for notice in notices.of_browser())}

    assert there == LISTED, "run .venv/bin/python tools/notices.py"


@pytest.mark.parametrize("licence", ["", "GPL-3.0-only", "AGPL-3.0-or-later", "Proprietary"])
def test_library__without_a_good_licence__is_refused(licence: str) -> None:
    with pytest.raises(notices.Unlicensed):
        notices.checked(notices.Notice("library", "1", licence, ""))
