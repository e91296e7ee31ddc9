"""The program as the browser starts it: answers one message after the other, and logs what kind it was.

Nothing of the card, the person or the document is in the log.
"""

from __future__ import annotations

import logging
from typing import Any, BinaryIO

from signing.agent import PROTOCOL
from signing.agent.acts import Acts
from signing.agent.errors import AgentError, TooLong
from signing.agent.frames import Line, write_frame
from signing.agent.requests import read_fields, read_request
from signing.agent.words import said
from signing.cards.errors import CardError

LOG = logging.getLogger("mms_card")


def serve(line: Line, sink: BinaryIO, acts: Acts, *, is_demo: bool) -> None:
    """Answer until the browser goes."""
    for heard in line:
        try:
            write_frame(sink, {"version": PROTOCOL, **_answer(heard, acts, is_demo=is_demo)})
        except BrokenPipeError:
            return


def _answer(heard: bytes | TooLong, acts: Acts, *, is_demo: bool) -> dict[str, Any]:
    number = None
    try:
        if isinstance(heard, TooLong):
            raise heard
        fields = read_fields(heard)
        number = fields["id"]
        request = read_request(fields, is_demo=is_demo)
        result = acts.perform(request)
        LOG.info("%s: done", type(request.command).__name__)
        return {"id": number, "result": result}
    except (AgentError, CardError) as error:
        LOG.info("%s", error)  # errors hold nothing of card, person or document
        return {"id": number, "error": said(error)}
    except Exception as error:
        # A mistake of ours. Its text might hold what is nobody's business, so its kind has to do.
        LOG.error("%s", type(error).__name__)
        return {"id": number, "error": said(AgentError())}
