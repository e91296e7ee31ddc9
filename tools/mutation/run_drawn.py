"""A run over drawn changes: the services in turn, each on one stage, until somebody notices a change.

A change of a block is asked of all that call it. A change that must not be noticed is asked of one of them.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from mutation.draw import Drawn
from mutation.judging import Question, judge_with_all
from mutation.mutant import Verdict

Answers = tuple[Verdict | None, ...]


@dataclass(eq=False)
class Asking:
    """A drawn change, the services that were not asked about it yet, and what the last one said."""

    drawn: Drawn
    left: list[Path]
    asked: int = 0  # of whom no answer came yet
    said: Verdict | None = None

    def question_to(self, folder: Path) -> Question:
        self.left.remove(folder)
        self.asked += 1
        if self.drawn.change.is_harmless:
            self.left.clear()
        code = f"{folder.parent.name}.{folder.name}"
        is_last = not self.left and self.said is None
        return Question(self.drawn.change.of(code), is_last)

    def hear(self, answer: Verdict | None) -> None:
        self.asked -= 1
        self.said = answer or self.said

    @property
    def is_settled(self) -> bool:
        is_noticed = self.said is not None and self.said.fate != "survived"
        return is_noticed or not self.left and not self.asked


def verdicts_on(drawn: Iterable[Drawn], *, processes: int | None = None) -> Iterator[Verdict]:
    """Yield what became of each change, as the processors come to know it.

    Raises `ScenarioFails`.
    """
    waiting = [Asking(change, list(change.folders)) for change in drawn]
    # Services with few scenarios first: what they notice of a block need not be asked of the others.
    folders = sorted({left for change in waiting for left in change.left}, key=_number_of_scenarios)
    running: dict[Future[Answers], list[Asking]] = {}
    workers = processes or os.cpu_count() or 1
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        while folders or running:
            while folders and len(running) < workers:
                folder = folders.pop(0)
                if asked := [asking for asking in waiting if folder in asking.left]:
                    questions = [asking.question_to(folder) for asking in asked]
                    running[pool.submit(judge_with_all, folder, questions)] = asked
            for future in wait(running, return_when=FIRST_COMPLETED).done if running else ():
                yield from _settled(running.pop(future), future.result(), waiting)


def _settled(asked: Sequence[Asking], answers: Answers, waiting: list[Asking]) -> Iterator[Verdict]:
    """Note the answers; yield those that end the matter."""
    for asking, answer in zip(asked, answers, strict=True):
        if asking in waiting:
            asking.hear(answer)
            if asking.is_settled and asking.said is not None:
                waiting.remove(asking)
                yield asking.said


def _number_of_scenarios(folder: Path) -> tuple[int, Path]:
    return len(tuple((folder / "scenarios").glob("*.json"))), folder
