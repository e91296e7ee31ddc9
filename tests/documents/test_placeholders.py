"""Taking texts apart at their placeholders, for all texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.documents.placeholders import PlaceholderOpen, split

PLAIN = st.text(alphabet='აბ12 \n"\\(,)', min_size=1)
STRING = st.text(alphabet="აბ {}1").map(lambda text: f'"{text}"')
EXPRESSION = st.lists(
    st.sampled_from(["a", "1 + 2", "{x: 1}", "{x: {y: 1}}", '"\\"}}"', ", "]) | STRING, min_size=1
).map(" ".join)


@given(st.lists(st.tuples(PLAIN, EXPRESSION), max_size=5), PLAIN)
def test_split__texts_and_expressions_in_turn__come_apart_as_they_were(
    pairs: list[tuple[str, str]], tail: str
) -> None:
    text = "".join(f"{plain}{{{{ {expression} }}}}" for plain, expression in pairs) + tail

    pieces = list(split(text))

    expected = [
        piece for plain, expression in pairs for piece in ((False, plain), (True, expression.strip()))
    ]
    assert pieces == [*expected, (False, tail)]


@given(st.text(alphabet='{} a"\\', max_size=30))
def test_split__any_braces__come_apart_or_are_refused(text: str) -> None:
    try:
        pieces = list(split(text))
    except PlaceholderOpen:
        return

    for is_feel, piece in pieces:
        assert is_feel or ("{{" not in piece and "}}" not in piece)


@pytest.mark.parametrize("text", ["{{", "}}", "{{ a", "a }}", '{{ "}}', "{{ {a: 1 }}", "{{ a }} {{"])
def test_split__unbalanced__is_refused(text: str) -> None:
    with pytest.raises(PlaceholderOpen):
        list(split(text))
