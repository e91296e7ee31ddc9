"""Each kind of field is known wherever something follows from it."""

from __future__ import annotations

import pytest

from forms.fields import READERS
from forms.vocabulary import DEFAULT_KIND, KINDS
from tests.forms.builders import every_kind

NUMBERS = KINDS["number"]
TYPED = (KINDS["textfield"] - NUMBERS) | {DEFAULT_KIND["textfield"], "date", "time", "date_time"}


@pytest.mark.parametrize("kind", sorted(TYPED))
def test_kind__that_is_typed_as_text__has_a_reader(kind: str) -> None:
    assert kind in READERS


def test_reader__without_a_kind__is_gone() -> None:
    assert READERS.keys() == TYPED


def test_form_of_every_kind__has_every_kind_of_every_component() -> None:
    there = {(item.type, item.kind) for item in every_kind().walk()}
    kinds = {kind for _, kind in there}

    assert kinds >= set().union(*KINDS.values()) | set(DEFAULT_KIND.values()) - {"computed"}
