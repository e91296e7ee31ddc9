"""A place in the tokens of one expression, with the names known there. Refuses to know the grammar."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from feel.errors import FeelLimitError, FeelSyntaxError
from feel.lexer import Token, tokenize
from feel.tree import Node
from feel.vocabulary import Vocabulary

MAX_DEPTH: Final = 40

# Words that end a name written as several words: they can follow an operand.
CONNECTIVES: Final = frozenset({"and", "or", "in", "between", "then", "else", "return", "satisfies"})
STARTERS: Final = frozenset({"if", "for", "some", "every", "function", "true", "false", "null"})


class Cursor:
    """Reads tokens one by one and knows how deep the grammar is nested."""

    def __init__(
        self, text: str, *, names: Iterable[str], hints: Iterable[str], functions: Vocabulary
    ) -> None:
        self.text = text
        self.tokens = tokenize(text)
        self.index = 0
        self.depth = 0
        self.names = Vocabulary([*names, *hints])
        self.properties = Vocabulary([*names, *hints])
        self.function_names = functions

    def guarded(self, rule: Callable[[], Node]) -> Node:
        """Run a rule; a tree too deep for the interpreter's stack is a limit, not a crash."""
        try:
            return rule()
        except RecursionError:
            raise FeelLimitError("feel.too_deep", text=self.text, at=self.here.at) from None

    @property
    def here(self) -> Token:
        return self.tokens[self.index]

    def peek(self, ahead: int = 1) -> Token:
        return self.tokens[min(self.index + ahead, len(self.tokens) - 1)]

    def take(self) -> Token:
        token = self.tokens[self.index]
        if token.kind != "end":
            self.index += 1
        return token

    def at_symbol(self, *symbols: str) -> bool:
        return self.here.kind == "symbol" and self.here.text in symbols

    def at_word(self, *words: str) -> bool:
        return self.here.kind == "name" and self.here.text in words

    def skip(self, text: str) -> bool:
        """Take the symbol or word if it is here."""
        if self.here.kind in ("symbol", "name") and self.here.text == text:
            self.index += 1
            return True
        return False

    def expect(self, text: str) -> Token:
        """Take the symbol or word, or refuse."""
        token = self.here
        if not self.skip(text):
            raise self.unexpected(hint=text)
        return token

    def unexpected(self, hint: str = "") -> FeelSyntaxError:
        token = self.here
        if token.kind == "end":
            return FeelSyntaxError("feel.unexpected_end", text=self.text, at=token.at, hint=hint)
        return FeelSyntaxError(
            "feel.unexpected_token", text=self.text, at=token.at, hint=hint, found=token.text[:40]
        )

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FeelLimitError("feel.too_deep", text=self.text, at=self.here.at)

    def known_name(self) -> str:
        """Take a name that is used: the longest known one, else all plain words in a row."""
        if self.here.kind != "name":
            raise self.unexpected(hint="name")
        found = self.names.match(self.tokens, self.index)
        function = self.function_names.match(self.tokens, self.index)
        if function is not None and (found is None or found[1] < function[1]):
            # "date and time" may also be a date and a time; only a call settles it.
            after = self.tokens[min(self.index + function[1], len(self.tokens) - 1)]
            if after.text == "(":
                found = function
        if found is not None:
            self.index += found[1]
            return found[0]
        return self._words()

    def property_name(self) -> str:
        """Take a name after a dot; it may look like a keyword."""
        if self.here.kind != "name":
            raise self.unexpected(hint="name")
        found = self.properties.match(self.tokens, self.index)
        if found is not None:
            self.index += found[1]
            return found[0]
        return self._words()

    def _words(self) -> str:
        words = [self.take().text]
        while self.here.kind == "name" and not self._ends_name():
            words.append(self.take().text)
        return " ".join(words)

    def _ends_name(self) -> bool:
        word = self.here.text
        if word == "instance":
            return self.peek().text == "of"
        return word in CONNECTIVES or word in STARTERS

    def declared_name(self, *stops: str) -> str:
        """Take a name that is introduced here: everything up to one of the stops, spaces made single."""
        start = self.here
        if start.kind != "name":
            raise self.unexpected(hint="name")
        last = self.take()
        while self.here.text not in stops:
            if self.here.kind in ("end", "string", "temporal") or self.at_symbol(
                "(", ")", "[", "]", "{", "}"
            ):
                raise self.unexpected(hint=stops[0])
            last = self.take()
        return " ".join(self.text[start.at : last.end].split())
