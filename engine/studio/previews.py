"""Previews of a draft's letters and forms, made in a child process with limits.

What an analyst has written is never evaluated in the process that answers others, nor within a transaction.
`engine.studio.preview_process` is the child. Refuses to know SQL and pages.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import BoundedSemaphore
from typing import Any, Final

from engine import canonical
from engine.documents.filled import Missing, Rendered
from engine.errors import EngineError, Rejected, Unavailable
from engine.fork_server.ask import FOR_ANALYSTS, NoAnswer
from engine.fork_server.limits import Limits

PROGRAM: Final = "engine.studio.preview_process"
LIMITS: Final = Limits(cpu=10, seconds=30, memory=1024**3, niceness=2)
AT_ONCE: Final = 2  # of one process
PATIENCE: Final = 10.0  # seconds
# What a letter is filled from: its template and parts; and the options of forms with their words.
_READ: Final = (".html", ".form", "process.bpmn", "/texts/ka.json", "/texts/en.json")
_free = BoundedSemaphore(AT_ONCE)


class PreviewBusy(Unavailable):
    """Other previews are being made; ask again in a moment."""

    code = "service_draft.preview_busy"


class PreviewSilent(Rejected):
    """The preview did not come to an end within its limits."""

    code = "service_draft.preview_silent"


@dataclass(frozen=True)
class FormPreview:
    """A form as people see it, what was typed judged; or why it can't be shown (`check.words.as_data`)."""

    fields: str = ""
    summary: str = ""
    is_good: bool = False
    mistakes: tuple[Mapping[str, Any], ...] = ()


def letter(
    code: str,
    files: Mapping[str, bytes],
    name: str,
    *,
    languages: Sequence[str],
    data: Mapping[str, Any],
    law: Mapping[str, Any],
) -> dict[str, Rendered | EngineError]:
    """Return the letter filled, by language; where it can't be filled, why.

    `files` are those of `closures.closure`, `law` is `law_snapshot.snapshot`.
    """
    read = {path: content for path, content in files.items() if path.endswith(_READ)}
    papers = {path: base64.b64encode(content).decode() for path, content in read.items()}
    about = {"code": code, "files": papers, "name": name, "languages": list(languages)}
    told = _ask("letter", {**about, "data": data, "law": law})
    return {language: _rendered(language, page) for language, page in told.items()}


def form(
    content: bytes,
    path: str,
    *,
    language: str,
    words: Mapping[str, Any] | None,
    typed: Sequence[tuple[str, str]] | None,
    now: datetime,
) -> FormPreview:
    """Return the form in the language, with what was `typed` judged; None where nothing was sent."""
    about = {"form": base64.b64encode(content).decode(), "path": path, "language": language, "words": words}
    sent = None if typed is None else [list(pair) for pair in typed]
    return FormPreview(**_ask("form", {**about, "typed": sent, "now": now.isoformat()}))


def _ask(task: str, question: Mapping[str, Any]) -> dict[str, Any]:
    if not _free.acquire(timeout=PATIENCE):
        raise PreviewBusy
    try:
        asked = canonical.dumps(question)
        answer = FOR_ANALYSTS.run(PROGRAM, LIMITS, asked, arguments=(task,)).answer
        told: dict[str, Any] = canonical.loads(answer)
    except (NoAnswer, canonical.NotCanonical):
        raise PreviewSilent from None
    finally:
        _free.release()
    return told


def _rendered(language: str, page: Mapping[str, Any]) -> Rendered | EngineError:
    if "refused" in page:
        return Rejected(page["refused"], **page["params"])
    gaps = tuple(Missing(gap["expression"], gap["line"]) for gap in page["missing"])
    return Rendered(page["html"], page["title"], language, gaps)
