"""A person who has no pointer: everything is reached by the tabulator and answered by keys."""

from __future__ import annotations

from typing import Any

from tests.e2e.person import Person

MOST_TABS = 120


def press_tab_until(person: Person, condition: str, argument: Any) -> None:
    """Go on with the tabulator until the focused element is the one."""
    for _ in range(MOST_TABS):
        person.page.keyboard.press("Tab")
        if person.page.evaluate(
            f"(wanted) => {{ const one = document.activeElement; return {condition}; }}", argument
        ):
            return
    raise AssertionError(f"the keyboard does not reach {argument}")


def type_answers(person: Person, answers: dict[str, Any]) -> None:
    """Answer the questions of a page by keyboard alone, from the top."""
    for key, value in answers.items():
        person.page.locator(f"main [name='{key}']").first.wait_for(state="attached")
        for choice in value if isinstance(value, list) else [value]:
            press_tab_until(person, "one.name === wanted", key)
            _answer(person, key, choice)


def _answer(person: Person, key: str, value: str) -> None:
    kind = person.page.evaluate("document.activeElement.type")
    keyboard = person.page.keyboard
    if kind == "select-one":
        while person.page.evaluate("document.activeElement.value") != value:
            keyboard.press("ArrowDown")
    elif kind == "radio":
        keyboard.press("Space")
        while person.page.evaluate("document.activeElement.value") != value:
            keyboard.press("ArrowDown")
    elif kind == "checkbox":
        while (
            person.page.evaluate("[document.activeElement.name, document.activeElement.value].join()")
            != f"{key},{value}"
        ):
            keyboard.press("Tab")
        keyboard.press("Space")
    else:
        keyboard.press("Control+A")
        keyboard.type(value)


def go_on(person: Person) -> None:
    """Press Continue by keyboard."""
    press_tab_until(person, "one.value === wanted", "continue")
    person.page.keyboard.press("Enter")
