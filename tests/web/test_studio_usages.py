"""Where services name something: in the pages of the studio, of services in force alone."""

from __future__ import annotations

import pytest

from engine.loading import BPMN
from engine.studio.usages import Kind, usages
from tests.web.desk import Desk

FOLDER = BPMN / "construction" / "notify"


@pytest.mark.parametrize(
    ("kind", "wanted", "element"),
    [
        (Kind.ROLE, "architect", "check"),
        (Kind.FORM, "take_note", "take_note"),
        (Kind.LAW, "№3213-რს, მუხ. 96", "application"),
        (Kind.OPERATION, "property_registry.plot", "ask_plot"),
    ],
)
def test_diagram__that_names_it__says_at_which_step(kind: Kind, wanted: str, element: str) -> None:
    files = {
        "construction/notify/process.bpmn": (FOLDER / "process.bpmn").read_bytes(),
        "shared/plot/process.bpmn": (BPMN / "shared" / "plot" / "process.bpmn").read_bytes(),
    }

    found = [one.element for one in usages(files, kind, wanted)]

    assert element in found
    assert list(usages(files, kind, f"{wanted}-not")) == []


def test_any_text__is_found_in_forms_and_letters_too() -> None:
    files = {
        "a/b/forms/x.form": b'{"label": "tree"}',
        "a/b/process.bpmn": b"<broken",
        "a/b/README.md": b"tree",
    }

    assert [one.file for one in usages(files, Kind.ANY, "tree")] == ["a/b/forms/x.form"]


def test_page__of_a_role__lists_services_and_steps(desk: Desk) -> None:
    analyst = desk.signed_in("00000009001")

    found = analyst.get("/studio/usages?kind=role&q=lawyer")
    nothing = analyst.get("/studio/usages?kind=nonsense&q=%00nobody")

    assert found.html.select_one("main section h2 a") is not None
    assert nothing.status == 200
    assert nothing.html.select_one("main .empty") is not None
    assert desk.signed_in().client.get("/studio/usages").status_code == 403
