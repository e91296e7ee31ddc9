"""Validation's judgement of a draft, in a process of its own.

A draft is laid out beside the parts of the catalogue it needs and judged as `mms check` judges a folder of
the catalogue: in another process (`judging_process`), so that a heavy judgement holds up nobody's page, a few
at a time (admission limit), and not for ever. The same files are judged once. Refuses to know SQL and pages.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore
from typing import Any, Final

from engine import canonical
from engine.catalogue.blocks import folder_of
from engine.catalogue.cache import Cache
from engine.catalogue.export import write_catalogue
from engine.errors import Unavailable
from engine.fork_server.ask import FOR_ANALYSTS, ROOT, NoAnswer
from engine.fork_server.limits import Limits
from engine.settings import cache_directory

BPMN: Final = ROOT / "bpmn"
LONGEST: Final = 60  # seconds
PROGRAM: Final = "engine.studio.judging_process"
LIMITS: Final = Limits(cpu=LONGEST, seconds=LONGEST, niceness=2)
AT_ONCE: Final = max(2, os.cpu_count() or 1)  # of one process
_free = BoundedSemaphore(AT_ONCE)


class ValidationBusy(Unavailable):
    """Other drafts are being judged; ask again in a moment."""

    code = "service_draft.validation_busy"


class ValidationSilent(Unavailable):
    """Validation did not come to an end with this draft."""

    code = "service_draft.validation_silent"


@dataclass(frozen=True)
class Judgement:
    """Findings of validation, each with its words in both languages (`check.words.as_data`)."""

    findings: tuple[Mapping[str, Any], ...]

    @property
    def errors(self) -> int:
        return sum(finding["severity"] == "error" for finding in self.findings)


_KEPT: Final[Cache[bytes, Judgement]] = Cache(64)


def judge(code: str, files: Mapping[str, bytes], bpmn: Path = BPMN, *, patience: float = 0) -> Judgement:
    """Return what validation says about a service of these files, by their path in its folder.

    Raises `ValidationBusy` rather than wait for another judgement, or after `patience` seconds,
    and `ValidationSilent` where it takes too long.
    """
    return _KEPT.get(state_of(code, files), lambda: _judged(code, files, bpmn, patience))


def state_of(code: str, files: Mapping[str, bytes]) -> bytes:
    """Return what a service of these files is known by: the same of the same files."""
    manifest = {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
    return hashlib.sha256(canonical.dumps({"code": code, "files": manifest})).digest()


def lay_out(
    code: str, files: Mapping[str, bytes], directory: Path, bpmn: Path = BPMN, *, is_alone: bool = True
) -> Path:
    """Write the service into a catalogue of its own at `directory`; return its folder.

    The catalogue has everything that services share; the other services are in it unless the service is
    to be alone.
    """
    module, _ = code.split(".")
    for entry in bpmn.iterdir():
        is_module = (entry / "module.json").exists()
        if is_module and entry.name == module:
            left_out = _services_of(entry) if is_alone else {code.split(".")[1]}
            shutil.copytree(entry, directory / module, ignore=_without(entry, left_out))
        elif entry.is_dir() and not (is_module and is_alone):
            shutil.copytree(entry, directory / entry.name)
        elif entry.is_file():
            shutil.copyfile(entry, directory / entry.name)
    folder = directory / folder_of(code)
    write_catalogue(files, folder)
    return folder


def _services_of(module: Path) -> set[str]:
    return {path.parent.name for path in module.glob("*/service.json")}


def _without(module: Path, left_out: set[str]) -> Any:
    return lambda folder, names: left_out & set(names) if Path(folder) == module else set()


def _judged(code: str, files: Mapping[str, bytes], bpmn: Path, patience: float) -> Judgement:
    if not _free.acquire(timeout=patience):
        raise ValidationBusy
    try:
        with TemporaryDirectory(prefix="mms-draft-") as directory:
            return _asked(lay_out(code, files, Path(directory), bpmn))
    finally:
        _free.release()


def _asked(folder: Path) -> Judgement:
    asked = json.dumps({"folder": str(folder), "cache": str(cache_directory())}).encode()
    try:
        return Judgement(tuple(json.loads(FOR_ANALYSTS.run(PROGRAM, LIMITS, asked).answer)))
    except (NoAnswer, ValueError):
        raise ValidationSilent from None
