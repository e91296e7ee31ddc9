"""The verdict over a file in words, for an operator at a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engine import texts
from engine.catalogue.soundness.drawing import NotDecided
from engine.catalogue.soundness.flaws import Flaw
from engine.catalogue.soundness.foreign import drawings_in
from engine.catalogue.soundness.own import NOTHING_KNOWN, OperationBehaviour
from engine.catalogue.soundness.places import Places, listed, places_in
from engine.catalogue.soundness.verdict import Verdict, judge_all
from engine.process import DiagramError
from engine.process.source import read_source
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
    places = Places({}, (), {})
    try:
        root = read_source(data, is_foreign=True)
        places = places_in(root)
        verdict = judge_all(drawings_in(root, known))
    except NotDecided as reason:
        verdict = Verdict(undecided=(reason,))
    except DiagramError as error:
        verdict = Verdict(undecided=(NotDecided("unreadable", error.code),))
    return Report((verdict.word, *_lines(verdict, places)), EXIT_CODES[verdict.word])


def _lines(verdict: Verdict, places: Places) -> Iterator[str]:
    words = texts.Texts.load(Path(texts.__file__).parent)
    for flaw in verdict.flaws:
        yield f"property: {NAMES[flaw.property]}"
        yield from _of_flaw(flaw, places)
        code = f"errors.soundness.{flaw.property}"
        yield f"  {words.get(TERMINAL, code, element=places.called(flaw.element))}"
    for flaw in verdict.held:
        yield "remark: wait that is ended from outside"
        yield from _of_flaw(flaw, places)
        yield f"  {words.get(TERMINAL, 'errors.soundness.held', element=places.called(flaw.element))}"
    for reason in verdict.undecided:
        said = words.get(TERMINAL, f"errors.soundness.reason.{reason.reason}")
        yield f"reason: {said}{f' ({_called(reason.element, places)})' if reason.element else ''}"


def _of_flaw(flaw: Flaw, places: Places) -> Iterator[str]:
    yield f"  element: {_called(flaw.element, places)}"
    yield f"  path: {' -> '.join(map(places.short, flaw.path)) or '(none leads there)'}"
    if flaw.behind:
        yield f"  never reached for that: {listed(flaw.behind, places.short)}"


def _called(element: str, places: Places) -> str:
    """Return what to call an element, and its id where that is something else."""
    called = places.called(element)
    return called if called == element else f"{called} [{element}]"
