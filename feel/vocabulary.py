"""Names that are longer than one word, by scope. Knows how to find the longest known name at a token.

FEEL allows spaces and operators in names (``date and time``, ``Pre-bureau risk``), so where a name ends
depends on which names are known. Refuses to know values and types.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from feel.errors import FeelSyntaxError
from feel.lexer import Token, tokenize

Words = tuple[str, ...]


@lru_cache(maxsize=4096)
def words_of(name: str) -> Words:
    """Return a name as the texts of its tokens; a key that no text could spell as a name has none."""
    try:
        return tuple(token.text for token in tokenize(name)[:-1])
    except FeelSyntaxError:
        return ()


class Vocabulary:
    """Nested scopes of long names; the longest match in any open scope wins."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._scopes: list[dict[str, list[tuple[Words, str]]]] = []
        self.open(names)

    def open(self, names: Iterable[str] = ()) -> None:
        """Open a scope."""
        self._scopes.append({})
        for name in names:
            self.add(name)

    def close(self) -> None:
        """Forget the innermost scope."""
        self._scopes.pop()

    def add(self, name: str) -> None:
        """Make a name known in the innermost scope."""
        words = words_of(name)
        if len(words) > 1:
            entries = self._scopes[-1].setdefault(words[0], [])
            entries.append((words, name))
            entries.sort(key=lambda entry: -len(entry[0]))

    def match(self, tokens: Sequence[Token], index: int) -> tuple[str, int] | None:
        """Return the longest known name starting at a token and how many tokens it takes."""
        best: tuple[str, int] | None = None
        for scope in reversed(self._scopes):
            for words, name in scope.get(tokens[index].text, ()):
                if best is not None and len(words) <= best[1]:
                    break
                if all(
                    index + i < len(tokens) and tokens[index + i].text == word for i, word in enumerate(words)
                ):
                    best = (name, len(words))
                    break
        return best
