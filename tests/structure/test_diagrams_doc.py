"""The analysts' page says what the code and the texts say, about every finding and operation."""

from __future__ import annotations

import diagrams_doc

from engine.catalogue.check.words import texts
from engine.operations import ALL
from tests.catalogue.edits import EXAMPLES, WITHOUT, decisions

PAGE = diagrams_doc.PAGE.read_text(encoding="utf-8")


def test_page__generated_part__is_what_the_code_gives() -> None:
    assert diagrams_doc.generated() in PAGE, "run .venv/bin/python tools/diagrams_doc.py"


def test_page__every_finding_and_operation__is_on_it() -> None:
    codes = {key.rpartition(".")[0] for key in texts().under("en", "findings")}

    assert {code for code in codes if f"| `{code}` |" not in PAGE} == set()
    assert {name for name in ALL.names if f"| `{name}` |" not in PAGE} == set()


def test_findings__each_of_them__has_an_example_or_a_reason_why_not() -> None:
    codes = {key.rpartition(".")[0] for key in texts().under("en", "findings")}
    shown = {example.code for example in (*EXAMPLES, *decisions.EXAMPLES)}

    assert sorted(codes - shown - WITHOUT.keys()) == [], "add one to tests/catalogue/edits"
    assert sorted(shown - codes) == [], "not a finding"
    assert sorted(WITHOUT.keys() & shown) == [], "they have an example"
    assert sorted(WITHOUT.keys() - codes) == [], "no longer findings"
