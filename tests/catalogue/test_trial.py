"""The trial start ends whatever happens in it, and says what happened."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engine.catalogue.cache import Cache
from engine.catalogue.check import trial
from engine.catalogue.check.findings import Finding
from tests.process.kit import end, line, process, start, user

DIAGRAM = process(start("i"), user("a"), end("e"), line("i", "a", "e"))


def tried(monkeypatch: pytest.MonkeyPatch, program: str = "trial.main()") -> tuple[Finding, ...]:
    """Start the diagram in a child that runs this program; nothing is known of it yet."""
    monkeypatch.setattr(trial, "_tried", Cache(1))
    return tried_again(monkeypatch, program)


def tried_again(monkeypatch: pytest.MonkeyPatch, program: str) -> tuple[Finding, ...]:
    code = f"from engine.process import trial\nimport os, time\n{program}"
    monkeypatch.setattr(trial, "PROGRAM", ("tests.fork_server.code", code))
    return trial.try_start(DIAGRAM, {}, file="p/process.bpmn")


def test_trial__of_a_good_diagram__finds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert tried(monkeypatch) == ()


@pytest.mark.parametrize(("ends", "children"), [("trial.main()", 1), ("os.abort()", 3)])
def test_trial__of_the_same_diagram__starts_one_child_that_comes_to_its_end(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ends: str, children: int
) -> None:
    program = f"open({str(tmp_path / 'began')!r}, 'a').write('x')\n{ends}"

    found = [tried(monkeypatch, program), *(tried_again(monkeypatch, program) for _ in range(2))]

    assert found == [found[0]] * 3
    assert len((tmp_path / "began").read_text()) == children


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("while True: pass", "trial.timed_out"),
        ("os.kill(os.getpid(), 9)", "trial.timed_out"),
        ("trial.tried = lambda *_: bytearray(2**30)\ntrial.main()", "trial.out_of_memory"),
        ("os.abort()", "trial.failed"),
        ("raise RuntimeError('gone wrong')", "trial.failed"),
        ("trial.MAX_TOKENS = 0\ntrial.main()", "trial.too_many_tokens"),
    ],
)
def test_trial__that_goes_wrong__says_how(monkeypatch: pytest.MonkeyPatch, program: str, code: str) -> None:
    monkeypatch.setattr(trial, "LIMITS", replace(trial.LIMITS, cpu=1))
    monkeypatch.setattr(trial, "MAX_TOKENS", 0 if code == "trial.too_many_tokens" else trial.MAX_TOKENS)

    assert [finding.code for finding in tried(monkeypatch, program)] == [code]


def test_trial__that_never_ends__is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "LIMITS", replace(trial.LIMITS, seconds=1))

    assert [finding.code for finding in tried(monkeypatch, "time.sleep(600)")] == ["trial.timed_out"]


def test_trial__that_writes_more_than_an_answer__is_stopped(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "written"

    (found,) = tried(monkeypatch, f"open({str(file)!r}, 'w').write('x' * 100_000)")

    assert found.code == "trial.failed"
    assert len(file.read_bytes()) == trial.LIMITS.written


def test_trial__sees_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MMS_DATABASE", "postgresql://secret")

    (found,) = tried(monkeypatch, "raise RuntimeError(sorted(os.environ))")

    assert "MMS_DATABASE" not in found.detail
    assert "PYTHONPATH" in found.detail
