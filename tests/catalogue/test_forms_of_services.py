"""What every form of the services refuses: somebody listed twice, and texts of one letter."""

from __future__ import annotations

from typing import Final

from engine.installation.loading import BPMN
from forms import Field, load_form

FORMS: Final = {str(path.relative_to(BPMN)): load_form(path.read_bytes()) for path in BPMN.rglob("*.form")}
NUMBER = "00000001001"


def of_people() -> list[tuple[str, Field, Field]]:
    return [
        (name, rows, inner)
        for name, form in FORMS.items()
        for rows in form.walk()
        if rows.type == "dynamiclist"
        for inner in rows.fields
        if inner.kind == "personal_number"
    ]


def test_list__of_people_by_number__refuses_somebody_twice() -> None:
    found = of_people()

    unguarded = [
        (name, rows.path)
        for name, rows, inner in found
        if not _refuses_twice(rows, inner)
    ]  # fmt: skip
    assert len(found) >= 4 and unguarded == []


def _refuses_twice(rows: Field, inner: Field) -> bool:
    """Say whether the rules of the number are not all true where two rows name the same person."""
    row = {inner.key: NUMBER}
    names = {
        rows.key: [row, row],
        "this": row,
        "i": [2],
        "applicant": {"personal_number": "00000001002"},
        "household": [],
    }
    return not all(
        rule.expression and rule.expression.evaluate(names) is True for rule in inner.checks.values()
    )


def test_texts__that_are_demanded__are_more_than_a_letter() -> None:
    short = [
        (name, field.path)
        for name, form in FORMS.items()
        for field in form.walk()
        if (field.type == "textarea" and field.kind == "text" and field.required) or "address" in field.key
        if field.kind == "text" and not field.rules.shortest.constant
    ]
    assert short == []


def test_addresses__that_are_demanded__have_words() -> None:
    bare = [
        (name, field.path)
        for name, form in FORMS.items()
        for field in form.walk()
        if field.kind == "text" and field.key.endswith(("address", "address_line")) and field.pattern is None
    ]
    assert bare == []
