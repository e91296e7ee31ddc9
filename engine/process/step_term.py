"""The term of law that a step or clock counts by: the parameter in its due date or timer, as drawings say it.

`term("hm.visit")` names one. An expression that names none, or several, has none that could be said in a
word. How long a term is, is the municipality's: whoever draws brings the words (`Terms`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from engine.formats import LENGTHS, TERM
from engine.process.source import BPMN, ZEEBE, Node, local_name
from engine.texts import LANGUAGES

Terms = Mapping[str, Mapping[str, str]]  # how long a term is, in short, by its parameter and language
_NAMED: Final = re.compile(r'\bterm\(\s*"([\w.-]+)"\s*\)')
_TIMES: Final = ("timeDuration", "timeDate")
_LONGEST: Final = {"number": 30, "unit": "working_days"}


def terms_of(nodes: Iterable[Node]) -> dict[str, str]:
    """Return the parameters that elements count by, by element.

    That of a step is left out where a clock at its edge counts by the same one: the clock says it.
    """
    found = {
        str(node.get("id")): (term, node.get("attachedToRef")) for node in nodes if (term := term_of(node))
    }
    said_at_edge = {(host, term) for term, host in found.values()}
    return {element: term for element, (term, _) in found.items() if (element, term) not in said_at_edge}


def term_of(node: Node) -> str | None:
    """Return the parameter that the due date or the timer of an element names, if it names just one."""
    return named_in(_counted(node))


def named_in(counted: str) -> str | None:
    """Return the parameter that an expression names, if it names just one."""
    found = set(_NAMED.findall(counted))
    return found.pop() if len(found) == 1 else None


def _counted(node: Node) -> str:
    schedule = node.find(f"{{{BPMN}}}extensionElements/{{{ZEEBE}}}taskSchedule")
    timer = node.find(f"{{{BPMN}}}timerEventDefinition")
    times = [] if timer is None else [time.text or "" for time in timer if local_name(time) in _TIMES]
    return " ".join([*times, "" if schedule is None else schedule.get("dueDate", "")])


def length(value: Mapping[str, Any], language: str) -> str:
    """Return how long a term is, in short: `7 სამ. დღე`, `7 working days`; `value` as parameters keep it."""
    forms = LENGTHS[str(value["unit"])][language]
    return forms[0 if value["number"] == 1 else -1].format(value["number"])


def lengths(parameters: Mapping[str, Mapping[str, Any]]) -> Terms:
    """Return the words of terms, from their values by name."""
    return {
        name: {language: length(value, language) for language in LANGUAGES}
        for name, value in parameters.items()
    }


def said(term: str, terms: Terms | None, language: str, *, is_clock: bool) -> str:
    """Return the note of a term: a clock says by itself what it counts. Without words, that of a long term.

    Nothing where the words of this one are not known.
    """
    if terms is None:
        words = length(_LONGEST, language)
    elif term in terms:
        words = terms[term][language]
    else:
        return ""
    return words if is_clock else f"{TERM[language]}: {words}"
