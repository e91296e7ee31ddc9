"""Every decision stands once in the index, by its title, and says there if another one has replaced it."""

from __future__ import annotations

import re
from pathlib import Path

DECISIONS = Path(__file__).parents[2] / "docs" / "decisions"
LINE = re.compile(r"^- \[(\d+)\. (.+)\]\((\S+)\)(?: — \*\*(.+)\*\*)?$", re.M)
REPLACED = re.compile(r"^Replaced (in part )?by \[?decision \[?(\d+)\]", re.M)


def index() -> list[tuple[str, ...]]:
    """Return number, title, file and mark of each line."""
    return LINE.findall((DECISIONS / "README.md").read_text(encoding="utf-8"))


def test_index__of_decisions__names_each_once() -> None:
    files = [file for _, _, file, _ in index()]

    assert sorted(files) == sorted(path.name for path in DECISIONS.glob("0*.md"))


def test_line__of_a_decision__has_its_number_title_and_state() -> None:
    for number, title, file, mark in index():
        text = (DECISIONS / file).read_text(encoding="utf-8")
        replaced = REPLACED.search(text)
        state = f"replaced {replaced[1] or ''}by {replaced[2]}" if replaced else ""

        assert file.startswith(f"{int(number):04}-")
        assert text.splitlines()[0] in (f"# {number}. {title}", f"# {int(number):04} {title}")
        assert mark == state, file
