"""A start of a diagram in a child process: whatever it does there, this process does not hang or grow.

Here are the child's limits (`engine.process.trial`), and what its end means. The same diagram is started
once per process, unless the child did not come to an end: that may be the machine's fault.
"""

from __future__ import annotations

import json
import signal
from collections.abc import Mapping
from typing import Any, Final

from engine.catalogue.cache import Cache
from engine.catalogue.check.findings import Finding, wrong
from engine.fork_server.ask import FOR_ANALYSTS, NoServer, TimedOut
from engine.fork_server.limits import Limits
from engine.process.trial import MAX_TOKENS

PROGRAM: Final[tuple[str, ...]] = ("engine.process.trial",)  # and its arguments
# By the clock long enough that a machine that is busy with other work refuses nobody's diagram.
LIMITS: Final = Limits(cpu=10, seconds=120, memory=768 * 1024**2, written=20_000, niceness=0)
MOST_KEPT: Final = 64
UNFINISHED: Final = frozenset({"trial.timed_out", "trial.failed"})
_Diagram = tuple[str, bytes, tuple[tuple[str, bytes], ...]]
_tried: Final[Cache[_Diagram, tuple[Finding, ...]]] = Cache(MOST_KEPT)


class _Unfinished(Exception):
    """The child did not come to an end, or to a bad one."""


def try_start(process: bytes, blocks: Mapping[str, bytes], *, file: str) -> tuple[Finding, ...]:
    """Return what a start of the diagram ran into."""

    def start() -> tuple[Finding, ...]:
        found = _started(process, blocks, file=file)
        if UNFINISHED & {finding.code for finding in found}:
            raise _Unfinished(found)
        return found

    try:
        return _tried.get((file, process, tuple(sorted(blocks.items()))), start)
    except _Unfinished as unfinished:
        findings: tuple[Finding, ...] = unfinished.args[0]
        return findings


def _started(process: bytes, blocks: Mapping[str, bytes], *, file: str) -> tuple[Finding, ...]:
    question = {
        "process": process.decode(),
        "blocks": {name: content.decode() for name, content in blocks.items()},
    }
    module, *arguments = PROGRAM
    try:
        done = FOR_ANALYSTS.run(module, LIMITS, json.dumps(question).encode(), arguments=arguments)
    except TimedOut:
        return (wrong("trial.timed_out", file=file),)
    except NoServer:
        return (wrong("trial.failed", file=file, detail="no fork server"),)
    if done.status in (-signal.SIGXCPU, -signal.SIGKILL):
        return (wrong("trial.timed_out", file=file),)
    if done.status != 0:
        return (wrong("trial.failed", file=file, detail=_last_line(done.errors)),)
    try:
        outcome = json.loads(done.answer)
    except ValueError:
        return (wrong("trial.failed", file=file, detail=_last_line(done.errors)),)
    return tuple(_findings(outcome, file))


def _findings(outcome: Mapping[str, Any], file: str) -> list[Finding]:
    code = outcome.get("code")
    if code is None:
        tokens = outcome["tokens"]
        return [wrong("trial.too_many_tokens", file=file, detail=str(tokens))] if tokens > MAX_TOKENS else []
    detail = "; ".join(f"{key}: {value}" for key, value in outcome.get("details", {}).items())
    if code.startswith("run."):
        return [wrong("trial.failed", outcome["element"], file=file, detail=f"{code} {detail}".strip())]
    return [wrong(code, outcome.get("element", ""), file=file, detail=detail)]


def _last_line(stderr: bytes) -> str:
    lines = stderr[-2_000:].decode(errors="replace").strip().splitlines()
    return lines[-1][:300] if lines else ""
