"""What a press on an option of a step does: finish, go on to signing, or only choose."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from engine.cases.one_press import presses
from engine.process import Definition
from tests.engine.kit import MORNING
from tests.engine.services import HEAD, TAIL, decide, flow, service_task, user_task
from tests.engine.signed import signed
from tests.forms.builders import a_form, component

OPTIONS = [{"value": value, "label": value} for value in ("yes", "no", "ask")]
FORM = (
    component("radio", "visa", values=OPTIONS, validate={"required": True}),
    component("textarea", "why", validate={"required": True}, conditional={"hide": '=visa != "no"'}),
)
REVIEW = user_task("review")
SIGNED = signed(REVIEW, sign='=if review.visa = "yes" then "doer" else null')


def body(
    review: str = REVIEW, *, condition: str = '=review.visa = "ask"', next_step: str = user_task("answer")
) -> str:
    """Return a review whose next step depends on its answer: the end of the case, or another step."""
    return (
        review
        + '<bpmn:exclusiveGateway id="which" default="which_answer"/>'
        + next_step
        + decide("refuse", "refused")
        + '<bpmn:endEvent id="done"/>'
        + flow("application", "review")
        + flow("review", "which")
        + flow("which", "refuse", condition)
        + flow("which", "answer")
        + flow("refuse", "done")
        + flow("answer", "done")
    )


@pytest.mark.parametrize(
    ("diagram", "expected"),
    [
        (body(), {"yes": "finishes", "no": "chooses", "ask": "chooses"}),
        (body(condition='=review.visa != "ask"'), {"yes": "chooses", "no": "chooses", "ask": "finishes"}),
        (body(condition='=application.note = "a note"'), {}),
        (body(SIGNED), {"yes": "signs", "no": "chooses", "ask": "chooses"}),
        (body(signed(REVIEW, sign="doer")), {"yes": "signs", "no": "chooses", "ask": "signs"}),
        (body(signed(REVIEW, sign="=application.signer")), {}),
        (body(next_step=user_task("answer", assignee="=applicant.personal_number")), {}),
        (body(next_step=service_task("answer", "letter.send", inputs={"template": '="told"'})), {}),
    ],
)
def test_presses__of_a_step__do_what_the_diagram_lets_be_done_at_once(
    diagram: str, expected: Mapping[str, str]
) -> None:
    definition = Definition.parse((HEAD + diagram + TAIL).encode())

    found = presses(definition, "review", a_form(*FORM), context={}, now=MORNING)

    assert {press.option.value: press.does.value for press in found} == expected
