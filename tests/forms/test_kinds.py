"""Each kind of field is known wherever something follows from it."""

from __future__ import annotations

import pytest

from forms.fields import READERS
from forms.vocabulary import DEFAULT_KIND, KINDS

NUMBERS = KINDS["number"]
TYPED = (KINDS["textfield"] - NUMBERS) | {DEFAULT_KIND["textfield"], "date", "time", "date_time"}


@pytest.mark.parametrize("kind", sorted(TYPED))
def test_kind__that_is_typed_as_text__has_a_reader(kind: str) -> None:
    assert kind in READERS


def test_reader__without_a_kind__is_gone() -> None:
    assert READERS.keys() == TYPED
