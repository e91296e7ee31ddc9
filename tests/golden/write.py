"""Writes the golden files of the versions in use: `python -m tests.golden.write`.

Adds what is missing: the files of a version that has been raised, and those of something new, such as
an operation. A file that is there stays as it is. Before anything of a version has been released, its
files may be removed by hand and written anew; afterwards never.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import Any

from tests.golden import codec, explanations, feel, files, operations


def main() -> None:
    written = kept = 0
    for part, name, content in _all():
        is_new = files.write(part.PART, part.VERSION, name, content)
        written, kept = written + is_new, kept + (not is_new)
        if is_new:
            print(f"written: {part.PART} v{part.VERSION} {name}")
    print(f"{written} files written, {kept} were there and stay as they are")


def _all() -> Iterator[tuple[ModuleType, str, Any]]:
    yield from ((feel, name, content) for name, content in feel.recorded())
    yield from ((codec, name, content) for name, content in codec.recorded())
    yield from ((explanations, name, content) for name, content in explanations.recorded())
    with operations.an_office_of_its_own() as office:
        yield from ((operations, name, content) for name, content in operations.recorded(office))


if __name__ == "__main__":
    main()
