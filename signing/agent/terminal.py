"""Asking at the terminal from which the browser was started, where there is no display."""

from __future__ import annotations

import os
import select
import signal
import termios
from collections.abc import Iterator
from contextlib import contextmanager

from signing.agent.errors import NoPrompt
from signing.agent.prompts import Question, Watch

TERMINAL = "/dev/tty"
SECONDS = 0.25  # between two looks at whether the question still stands
LONGEST = 64


class Terminal:
    """The terminal of this program's session."""

    def __init__(self) -> None:
        # Without these a program in the background would be stopped instead of told.
        for number in (signal.SIGTTIN, signal.SIGTTOU):
            signal.signal(number, signal.SIG_IGN)

    def pin(self, question: Question, watch: Watch) -> bytearray | None:
        """Ask without showing what is typed; an empty line is a no."""
        with _opened() as terminal:
            lines = [*_shown(question), question.problem, question.tries, question.say("terminal.pin")]
            with _without_echo(terminal):
                _write(terminal, lines, end=f"{question.label}: ")
                answer = _line(terminal, watch)
            _write(terminal, [])
        return answer or None

    def confirm(self, question: Question, watch: Watch) -> bool:
        """Ask for the word of agreement."""
        yes = question.say("terminal.yes")
        with _opened() as terminal:
            _write(terminal, _shown(question), end=question.say("terminal.confirm", yes=yes) + " ")
            return bytes(_line(terminal, watch)).strip().lower() == yes.encode()

    def tell(self, question: Question, words: str, watch: Watch) -> None:
        """Say it; a terminal keeps what was said."""
        with _opened() as terminal:
            _write(terminal, [*_shown(question), words])


@contextmanager
def _opened() -> Iterator[int]:
    try:
        terminal = os.open(TERMINAL, os.O_RDWR | os.O_NOCTTY)
    except OSError:
        raise NoPrompt("no terminal") from None
    try:
        yield terminal
    except OSError:
        raise NoPrompt("the terminal belongs to another program") from None
    finally:
        os.close(terminal)


@contextmanager
def _without_echo(terminal: int) -> Iterator[None]:
    before = termios.tcgetattr(terminal)
    silent = [*before]
    silent[3] &= ~termios.ECHO
    termios.tcsetattr(terminal, termios.TCSAFLUSH, silent)  # what was typed before is no answer
    try:
        yield
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def _line(terminal: int, watch: Watch) -> bytearray:
    while not select.select([terminal], [], [], SECONDS)[0]:
        watch()
    typed = bytearray(LONGEST)
    size = os.readv(terminal, [typed])
    del typed[size:]
    while typed and typed[-1] in b"\r\n":
        del typed[-1]
    return typed


def _shown(question: Question) -> list[str]:
    facts = (f"  {name}: {value}" for name, value in question.facts)
    return [
        "",
        question.heading,
        *facts,
        *(f"  {line}" for entry in question.listed for line in entry.split("\n")),
    ]


def _write(terminal: int, lines: list[str], *, end: str = "") -> None:
    text = "\n".join([line for line in lines if line or line is lines[0]] + [end])
    os.write(terminal, text.encode() or b"\n")
