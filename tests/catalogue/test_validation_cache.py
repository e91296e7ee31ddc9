"""The validation cache: a verdict is computed once for the same content and code."""

from __future__ import annotations

import errno
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from threading import Event

import pytest

from engine.catalogue.check import Finding, ValidationCache, check_folder, validation_cache
from engine.catalogue.check.parallel import validating_ahead
from engine.catalogue.check.validation_cache import PACKAGES
from engine.catalogue.folder import read_service
from engine.catalogue.parameters import read_parameters
from engine.code_digest import ROOT
from engine.installation.loading import BPMN

FILES = {"permits/note/service.json": b"{}"}
FOUND = (
    Finding("table.gap", "rule", "a.dmn", witness={"age": Decimal("17.5"), "name": "ლ"}, path=("a", "b")),
    Finding("data.never_read", severity="remark", callers=("x: call",)),
)


@dataclass
class Validator:
    """A validation that counts how often it was asked."""

    findings: tuple[Finding, ...] = FOUND
    asked: int = 0
    meanwhile: Callable[[], object] = field(default=lambda: None)

    def __call__(self) -> tuple[Finding, ...]:
        self.asked += 1
        self.meanwhile()
        return self.findings


@pytest.fixture
def cache(tmp_path: Path) -> ValidationCache:
    return ValidationCache.below(tmp_path)


def test_verdict__same_content_again__is_read_and_equal(cache: ValidationCache) -> None:
    validate = Validator()

    first = cache.get("permits.note", FILES, None, validate)
    second = cache.get("permits.note", dict(FILES), None, validate)

    assert first == second == FOUND
    assert validate.asked == 1


def test_verdict__without_a_directory__is_computed_each_time() -> None:
    validate = Validator()

    for _ in range(2):
        assert ValidationCache().get("permits.note", FILES, None, validate) == FOUND

    assert validate.asked == 2


def test_verdict__other_file_service_or_parameters__is_computed(cache: ValidationCache) -> None:
    validate = Validator()
    questions = (
        ("permits.note", FILES, None),
        ("permits.note", {"permits/note/service.json": b"{ }"}, None),
        ("permits.note", {"permits/note/other.json": b"{}"}, None),
        ("permits.other", FILES, None),
        ("permits.note", FILES, read_parameters(BPMN)),
    )

    for question in questions:
        cache.get(*question, validate)

    assert validate.asked == len(questions)


def test_verdict__of_another_release_of_the_validator__is_computed(
    cache: ValidationCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    validate = Validator()
    cache.get("permits.note", FILES, None, validate)

    monkeypatch.setattr(validation_cache, "VALIDATOR", "another")
    cache.get("permits.note", FILES, None, validate)

    assert validate.asked == 2


def test_verdict__of_a_machine_too_slow_to_try_it__is_not_kept(cache: ValidationCache) -> None:
    validate = Validator((Finding("trial.timed_out", file="process.bpmn"),))

    for _ in range(2):
        cache.get("permits.note", FILES, None, validate)

    assert validate.asked == 2


@pytest.mark.parametrize("content", [b"", b"[", b'{"a": 1}', b'[{"odd": 1}]', b"[1]", b"\xff"])
def test_entry__damaged__is_computed_anew_and_mended(cache: ValidationCache, content: bytes) -> None:
    validate = Validator()
    cache.get("permits.note", FILES, None, validate)
    assert cache.directory is not None
    (entry,) = cache.directory.glob("*.json")
    entry.write_bytes(content)

    assert cache.get("permits.note", FILES, None, validate) == FOUND
    assert cache.get("permits.note", FILES, None, validate) == FOUND

    assert validate.asked == 2


def test_directory__that_others_may_write_to__is_not_believed(cache: ValidationCache) -> None:
    validate = Validator()
    cache.get("permits.note", FILES, None, validate)
    assert cache.directory is not None

    cache.directory.chmod(0o777)
    cache.get("permits.note", FILES, None, validate)

    assert validate.asked == 2


def test_directory__of_a_home_that_is_not_there_yet__lets_others_pass_and_not_look(tmp_path: Path) -> None:
    home = tmp_path / "var"

    ValidationCache.below(home / "cache").get("permits.note", FILES, None, Validator())

    modes = [
        stat.S_IMODE(path.stat().st_mode) for path in (home, home / "cache", home / "cache" / "validation")
    ]
    assert modes == [0o711, 0o711, 0o700]


def test_directory__that_cannot_be_made__costs_time_only(tmp_path: Path) -> None:
    (tmp_path / "validation").write_text("a file")
    validate = Validator()

    assert ValidationCache.below(tmp_path).get("permits.note", FILES, None, validate) == FOUND


def test_directory__with_no_room_left__costs_time_only(
    cache: ValidationCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no space left on device")

    monkeypatch.setattr(validation_cache.atomic_write, "write", full)

    assert cache.get("permits.note", FILES, None, Validator()) == FOUND


def test_lock__that_cannot_be_made__costs_time_only(cache: ValidationCache) -> None:
    name = validation_cache.key("permits.note", FILES, None)
    assert cache.directory is not None
    (cache.directory / f"{name[:2]}.lock").mkdir(parents=True)

    assert cache.get("permits.note", FILES, None, Validator()) == FOUND


def test_verdict__asked_by_two_at_once__is_computed_once(cache: ValidationCache) -> None:
    began, goes_on = Event(), Event()
    first = Validator(meanwhile=lambda: (began.set(), goes_on.wait(60)))
    second = Validator()

    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(cache.get, "permits.note", FILES, None, first)
        began.wait(60)
        other = pool.submit(cache.get, "permits.note", FILES, None, second)
        goes_on.set()

    assert one.result() == other.result() == FOUND
    assert (first.asked, second.asked) == (1, 0)


def test_entries__too_many__lose_the_oldest(cache: ValidationCache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validation_cache, "MOST_KEPT", 3)
    validate = Validator()

    for number in range(5):
        cache.get(f"permits.s{number}", FILES, None, validate)

    assert cache.directory is not None
    assert len(list(cache.directory.glob("*.json"))) == 3


def test_key__of_a_folder_laid_elsewhere__is_the_same(tmp_path: Path) -> None:
    copy = Path(shutil.copytree(BPMN, tmp_path / "bpmn"))
    folders = (BPMN / "general" / "question", copy / "general" / "question")
    services = [read_service(folder) for folder in folders]

    keys = {
        validation_cache.key(service.code, service.files_in_force, read_parameters(folder.parent.parent))
        for service, folder in zip(services, folders, strict=True)
    }

    assert len(keys) == 1


def test_folder__validated_in_another_process__is_not_validated_here(
    cache: ValidationCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = BPMN / "assets" / "category"
    with validating_ahead((folder, folder), cache):
        found = check_folder(folder, cache=cache)

    monkeypatch.setattr(
        "engine.catalogue.check.validation._examined", lambda *_: pytest.fail("validated again")
    )

    assert check_folder(folder, cache=cache) == found == check_folder(folder, cache=cache)


def test_validator_digest__covers_every_package_of_ours_that_validation_imports() -> None:
    code = (
        "import sys, engine.catalogue.check.parallel\n"
        "own = [m for m in sys.modules.values() if str(getattr(m, '__file__', '')).startswith(sys.argv[1])]\n"
        "print(*{m.__name__.split('.')[0] for m in own if '.venv' not in m.__file__})"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(ROOT)], capture_output=True, text=True, check=True, cwd=ROOT
    )

    imported = set(done.stdout.split())
    assert {"engine", "feel", "forms"} <= imported <= set(PACKAGES)
