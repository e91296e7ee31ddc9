"""States of register entries, as the register's file names them. Refuses to know entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.notifications.common import TEXTS
from engine.texts import LANGUAGES

Names = Mapping[str, str]


@dataclass(frozen=True)
class State:
    """A state: what people call it, which may follow, and whether the subject is free again with it."""

    code: str
    names: Names
    followed_by: tuple[str, ...] = ()
    is_final: bool = False


NO_STATES: Final = State("", {})
# Of an entry whose act lost its force: known to every register, declared by none; such an entry never holds.
ANNULLED: Final = State(
    "annulled",
    {language: TEXTS.get(language, "register.annulled") for language in LANGUAGES},
    is_final=True,
)


def states_of(register: Mapping[str, Any]) -> dict[str, State]:
    """Return the states that the register knows, the first one first; none where it knows no states."""
    return {
        state["code"]: State(
            state["code"], state["names"], tuple(state.get("followed_by", ())), bool(state.get("is_final"))
        )
        for state in register.get("states", ())
    }


def first_state(register: Mapping[str, Any]) -> State:
    """Return the state in which an entry begins."""
    return next(iter(states_of(register).values()), NO_STATES)


def state_of(register: Mapping[str, Any], entry: Any) -> State:
    """Return the state of an entry; one from before the register knew states is in the first."""
    if entry.state == ANNULLED.code:
        return ANNULLED
    return states_of(register).get(entry.state, first_state(register))


def named(register: Mapping[str, Any], ground: Any) -> Names | None:
    """Return what people call a ground on which the state of an entry changes; None if there is no such."""
    return next((known["names"] for known in register.get("grounds", ()) if known["code"] == ground), None)
