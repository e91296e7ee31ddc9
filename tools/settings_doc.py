"""Writes docs/settings.md from the list of settings; a test of the structure holds the page against it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from engine.settings_list import SETTINGS

PAGE = Path(__file__).resolve().parents[1] / "docs" / "settings.md"
HEAD = """# Settings

Variables of the environment, read once when a program starts; what is wrong with them is said all at once,
and nothing starts. *Required*: production does not start without it. *Secret*: it stands in no log and no
backup. Addresses of other systems are `https` in production; a system without one counts as unavailable. Made
by `tools/settings_doc.py` from `engine/settings_list.py`.
"""


def main() -> None:
    PAGE.write_text(generated(), encoding="utf-8")


def generated() -> str:
    return "\n".join((HEAD, *_lines())) + "\n"


def _lines() -> Iterator[str]:
    for number, (subject, settings) in enumerate(SETTINGS.items()):
        yield from ([""] if number else [])
        yield from (f"## {subject}", "", "| Name | Meaning | Default | |", "|---|---|---|---|")
        for setting in settings:
            marks = [("required", setting.is_required), ("secret", setting.is_secret)]
            what = ", ".join(word for word, holds in marks if holds)
            yield f"| `{setting.name}` | {setting.meaning} | {setting.default} | {what} |"


if __name__ == "__main__":
    main()
