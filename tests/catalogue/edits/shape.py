"""The shape of an example: a mistake in a shipped service, and the finding that validation gives for it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from engine.installation.loading import BPMN

# A file of the service (or its path below `bpmn/`), a text in it, and what an analyst writes instead.
Edit = tuple[str, str, str]
# The same with a text in front: the first place behind it is meant.
EditBehind = tuple[str, str, str, str]


@dataclass(frozen=True)
class Change:
    """A change of one file; without `before` the whole file is `after`, without `after` there is none.

    A path in `after` is what the file becomes a link to. Nothing in front of the text `behind` is looked at.
    """

    file: str
    before: str | None
    after: str | bytes | Path | None
    behind: str = ""

    def path(self, bpmn: Path, service: str) -> Path:
        """Return the file in a catalogue: one below a folder of it, else the service's own."""
        first, slash, _ = self.file.partition("/")
        is_below = bool(slash) and (bpmn / first).is_dir()
        return bpmn / self.file if is_below else bpmn / service / self.file

    def made(self, path: Path) -> None:
        """Change the file."""
        if self.before is not None:
            path.write_text(self._replaced(path.read_text()))
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        if isinstance(self.after, Path):
            path.symlink_to(self.after)
        elif self.after is not None:
            path.write_bytes(self.after.encode() if isinstance(self.after, str) else self.after)

    def _replaced(self, text: str) -> str:
        assert self.before is not None and isinstance(self.after, str)
        start = text.index(self.behind)
        assert self.before in text[start:], (self.file, self.behind, self.before)
        return text[:start] + text[start:].replace(self.before, self.after, 1)


@dataclass(frozen=True)
class Example:
    """A mistake and its finding. `shown` are words that tell what the changes would not."""

    code: str
    service: str
    changes: tuple[Change, ...]
    shown: str = ""

    @contextmanager
    def made_in(self, bpmn: Path) -> Iterator[Path]:
        """Give the service's folder in a copy of the catalogue with the mistake in it; take it back after."""
        paths = [change.path(bpmn, self.service) for change in self.changes]
        try:
            for change, path in zip(self.changes, paths, strict=True):
                change.made(path)
            yield bpmn / self.service
        finally:
            for path in paths:
                _restore(path, bpmn)


def example(code: str, service: str, *changes: Edit | EditBehind | Change, shown: str = "") -> Example:
    """Return an example of changes as they are written in lists."""
    return Example(code, service, tuple(map(_change, changes)), shown)


def written(file: str, content: str | bytes | Path) -> Change:
    """Return the change after which a file holds this and nothing else, or is a link there."""
    return Change(file, None, content)


def removed(file: str) -> Change:
    """Return the change after which a file is no longer there."""
    return Change(file, None, None)


def _change(change: Edit | EditBehind | Change) -> Change:
    if isinstance(change, Change):
        return change
    if len(change) == 4:
        file, behind, before, after = change
        return Change(file, before, after, behind)
    file, before, after = change
    return Change(file, before, after)


def _restore(path: Path, bpmn: Path) -> None:
    """Put back what is shipped in the place of a file."""
    shipped = BPMN / path.relative_to(bpmn)
    path.unlink(missing_ok=True)
    if shipped.exists():
        shutil.copyfile(shipped, path)
        return
    for folder in path.parents:
        if (BPMN / folder.relative_to(bpmn)).exists() or any(folder.iterdir()):
            return
        folder.rmdir()
