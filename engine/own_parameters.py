"""The parameters that the engine reads by itself: what no service has to name.

Whatever in the engine needs a parameter takes its name from here, so that validation knows that it is read.
Terms and amounts of services are named by their files alone.

To change how long something is kept (its retention period): closed cases, letters and events are never
deleted, so there is none; drafts and answers of registers: no code: the
parameters `drafts.kept` and `registers.answer_kept`; files that nobody filed: `engine/documents/limits.py`;
codes, and tries of guests: `KEPT` in `engine/handlers/codes.py`; appointments:
`engine/centers/rules/appointments.py`; a session and forms that wait: `engine/identity/sessions.py`;
messages that no case awaits: the diagram that sends them.
"""

from __future__ import annotations

from enum import StrEnum


class OwnParameter(StrEnum):
    """A parameter by its name in `bpmn/parameters/`."""

    ABSENCE_APPROVED = "absences.approved"  # whether an official's absence has to be approved
    FIRST_REMINDER = "clock.reminder.first"  # percent of a term
    LAST_REMINDER = "clock.reminder.last"  # percent of a term
    DRAFT_KEPT = "drafts.kept"  # days after the last change
    FEWEST_TOLD = "figures.fewest"  # the smallest number that is told of people
    MANDATE_ANSWER_LASTS = "mandates.answer_lasts"  # minutes
    JOINT_FILING_WAITS = "mandates.joint_waits"  # days
    PRESENCE_LASTS = "presence.lasts"  # minutes
    REGISTER_ANSWER_KEPT = "registers.answer_kept"  # days that an answer serves the same case again
