"""A draft's diagram laid out anew, in a child process with limits: a drawing to look at, nothing is kept.

`engine.studio.tidying_process` is the child. Refuses to know SQL, pages and how a layout is found.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from functools import lru_cache
from threading import BoundedSemaphore
from typing import Final

from engine import canonical
from engine.errors import Rejected, Unavailable
from engine.fork_server.ask import FOR_ANALYSTS, NoAnswer
from engine.fork_server.limits import Limits
from engine.texts import LANGUAGES

DIAGRAM: Final = "process.bpmn"
PROGRAM: Final = "engine.studio.tidying_process"
LIMITS: Final = Limits(cpu=40, seconds=90, memory=1024**3, niceness=5)
PATIENCE: Final = 20.0  # seconds
_free = BoundedSemaphore(1)  # of one process: a layout keeps a core busy


class TidyingBusy(Unavailable):
    """Another diagram is being laid out; ask again in a moment."""

    code = "service_draft.tidying_busy"


class NotTidied(Rejected):
    """The diagram could not be laid out within the limits, or can't be read."""

    code = "service_draft.not_tidied"


def tidied(contents: Mapping[str, bytes]) -> bytes:
    """Return the diagram of a draft laid out anew, from its files by their path in its folder."""
    texts = {language: contents.get(f"texts/{language}.json") for language in LANGUAGES}
    asked = {
        "diagram": _coded(contents[DIAGRAM]),
        "settings": _coded(contents.get("service.json", b"")),
        "texts": {language: _coded(content) for language, content in texts.items() if content},
    }
    return _laid_out(canonical.dumps(asked))


@lru_cache(maxsize=8)  # whoever asks for the same again, or brings the drawing back, does not wait again
def _laid_out(question: bytes) -> bytes:
    if not _free.acquire(timeout=PATIENCE):
        raise TidyingBusy
    try:
        answer = FOR_ANALYSTS.run(PROGRAM, LIMITS, question).answer
        return base64.b64decode(canonical.loads(answer)["diagram"])
    except (NoAnswer, canonical.NotCanonical):
        raise NotTidied from None
    finally:
        _free.release()


def _coded(content: bytes) -> str:
    return base64.b64encode(content).decode()
