"""The verdict over a file in words, for an operator at a terminal."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine import texts
from engine.catalogue.soundness.drawing import NotDecided
from engine.catalogue.soundness.foreign import read_foreign
from engine.catalogue.soundness.own import NOTHING_KNOWN, OperationBehaviour
from engine.catalogue.soundness.verdict import Verdict, judge_all
from engine.process import DiagramError
from engine.texts import TERMINAL

NAMES = {
    "deadlock": "deadlock",
    "lost_token": "lost or doubled token",
    "dead_step": "dead step",
    "livelock": "livelock",
    "improper_completion": "improper completion",
}
EXIT_CODES = {"sound": 0, "unsound": 1, "not decided": 2}


@dataclass(frozen=True)
class Report:
    """The lines to print, the verdict in one word first, and the exit code."""

    lines: tuple[str, ...]
    exit_code: int


def judge_file(data: bytes, known: OperationBehaviour = NOTHING_KNOWN) -> Report:
    """Judge the flow of control of any BPMN 2.0 file; what is `known` are our own operations."""
    try:
        verdict = judge_all(read_foreign(data, known))
    except NotDecided as reason:
        verdict = Verdict(undecided=(reason,))
    except DiagramError as error:
        verdict = Verdict(undecided=(NotDecided("unreadable", error.code),))
    return Report((verdict.word, *_lines(verdict)), EXIT_CODES[verdict.word])


def _lines(verdict: Verdict) -> list[str]:
    words = texts.Texts.load(Path(texts.__file__).parent)
    lines = []
    for flaw in verdict.flaws:
        lines.append(f"property: {NAMES[flaw.property]}")
        lines.append(f"  element: {flaw.element}")
        lines.append(f"  path: {' -> '.join(flaw.path) or '(none leads there)'}")
        lines.append(f"  {words.get(TERMINAL, f'errors.soundness.{flaw.property}', element=flaw.element)}")
    for reason in verdict.undecided:
        said = words.get(TERMINAL, f"errors.soundness.reason.{reason.reason}")
        lines.append(f"reason: {said}{f' ({reason.element})' if reason.element else ''}")
    return lines
