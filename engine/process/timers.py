"""The texts of timers: an ISO 8601 literal or FEEL.

Only the shape of a literal is judged here, and it is handed to FEEL as the constructor
it stands for; when a timer is due is decided by the case's clock, never here.
"""

import re
from typing import Final

from engine.process.elements import expression_of, is_expression
from engine.process.errors import DiagramError

DURATION: Final = re.compile(r"P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?")
DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
INSTANT: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?")


def timer_expression(text: str) -> str | None:
    """Return the FEEL that gives the timer's value, or None if the text is neither."""
    if is_expression(text):
        return expression_of(text)
    for pattern, function in ((DURATION, "duration"), (DATE, "date"), (INSTANT, "date and time")):
        if pattern.fullmatch(text):
            return f'{function}("{text}")'
    return None


def check_timer(text: str, element_id: str) -> None:
    """Refuse a timer that is neither FEEL nor a literal of ISO 8601."""
    if timer_expression(text) is None:
        raise DiagramError("diagram.timer_not_iso", element_id, text=text)
