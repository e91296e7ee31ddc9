"""Sandboxes of drafts: each a program with a database of its own, kept while somebody works in it.

What is asked is answered from the scenario alone, so a sandbox that is gone is set up anew and nobody
notices but by waiting. Refuses to know SQL and pages.
"""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock, Thread
from typing import Any, Final

from engine import canonical
from engine.errors import Unavailable
from engine.fork_server.ask import ROOT
from engine.studio.judging import BPMN, lay_out, state_of

LONGEST: Final = 240  # seconds
MOST: Final = 2  # of one process at a time; the one that was asked longest ago ends
_sandboxes: OrderedDict[bytes, Sandbox] = OrderedDict()
_one_at_a_time = Lock()


class SandboxBusy(Unavailable):
    """Somebody else's question is being answered; ask again in a moment."""

    code = "service_draft.sandbox_busy"


class SandboxSilent(Unavailable):
    """The draft can't be run: validation says what is wrong with it."""

    code = "service_draft.sandbox_silent"


class Sandbox:
    """A program that runs one state of a draft."""

    def __init__(self, code: str, files: Mapping[str, bytes], bpmn: Path) -> None:
        self._home = TemporaryDirectory(prefix="mms-sandbox-")
        # The throwaway PostgreSQL runs under an account of its own where this one is root.
        Path(self._home.name).chmod(0o755)
        folder = lay_out(code, files, Path(self._home.name), bpmn, is_alone=False)
        self._program = subprocess.Popen(
            ["nice", "-n", "10", sys.executable, "-m", "engine.scenarios.sandbox", str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
            | {"LANG": "C.UTF-8"},
        )

    def ask(self, question: Mapping[str, Any]) -> dict[str, Any]:
        """Return the program's answer, or raise `SandboxSilent`."""
        stdin, stdout = self._program.stdin, self._program.stdout
        assert stdin is not None and stdout is not None
        try:
            stdin.write(canonical.dumps(question) + b"\n")
            stdin.flush()
            with selectors.DefaultSelector() as selector:
                selector.register(stdout, selectors.EVENT_READ)
                line = stdout.readline() if selector.select(LONGEST) else b""
            said: dict[str, Any] = json.loads(line)
        except (OSError, ValueError):
            raise SandboxSilent from None
        return said

    def end(self) -> None:
        """Let the program end; it takes its database with it, and nobody waits for that."""
        for pipe in (self._program.stdin, self._program.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()
        Thread(target=self._end).start()

    def _end(self) -> None:
        try:
            self._program.wait(LONGEST)
        except subprocess.TimeoutExpired:
            self._program.terminate()
            self._program.wait()
        self._home.cleanup()


def ask(
    code: str,
    files: Mapping[str, bytes],
    question: Mapping[str, Any],
    bpmn: Path = BPMN,
    *,
    patience: float = 60,
) -> dict[str, Any]:
    """Return what a draft of these files does; scenarios of the draft make no other sandbox of it."""
    if not _one_at_a_time.acquire(timeout=patience):
        raise SandboxBusy
    try:
        key = _key(code, files, bool(question.get("every")))
        sandbox = _sandboxes.pop(key, None) or Sandbox(code, files, bpmn)
        try:
            said = sandbox.ask(question)
        except SandboxSilent:
            sandbox.end()
            raise
        if question.get("every"):
            sandbox.end()
            return said
        _sandboxes[key] = sandbox
        while len(_sandboxes) > MOST:
            _sandboxes.popitem(last=False)[1].end()
        return said
    finally:
        _one_at_a_time.release()


def _key(code: str, files: Mapping[str, bytes], is_every: bool) -> bytes:
    played = {path: file for path, file in files.items() if is_every or not path.startswith("scenarios/")}
    return state_of(code, played)
