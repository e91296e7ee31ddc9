"""Values, cells and outcomes in plain words of a language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from babel.numbers import format_decimal

from engine import texts as engine_texts
from engine.formats import show_date
from engine.texts import Texts
from feel import Date, UnaryTests, to_json, tree
from feel.values import Value

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_WORD: Final = {"<": "less", "<=": "at_most", ">": "more", ">=": "at_least", "=": "equal", "!=": "unequal"}
_OF_DAYS: Final = {"less": "before", "at_most": "not_later", "more": "after", "at_least": "not_earlier"}


@lru_cache(maxsize=1)
def _texts() -> Texts:
    return Texts.load(Path(engine_texts.__file__).parent)


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a language; ``labels`` are ``inputs.…``, ``outputs.…`` and ``values.…`` of the service."""

    language: str
    labels: Mapping[str, str]

    def say(self, key: str, **params: object) -> str:
        """Return a text of the explanation."""
        return _texts().get(self.language, f"explain.{key}", **params)

    def value(self, value: Any) -> str:
        """Return a value as people write it."""
        if value is None:
            return self.say("missing")
        if isinstance(value, bool):
            return self.say("yes" if value else "no")
        if isinstance(value, int | Decimal):
            return str(format_decimal(Decimal(value), locale=self.language, decimal_quantization=False))
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, list):
            return ", ".join(self.value(item) for item in value) or self.say("nothing")
        if isinstance(value, Mapping):
            return "; ".join(self.outcome(value))
        return self.value(to_json(value))

    def _text(self, value: str) -> str:
        known = self.labels.get(f"values.{value}")
        if known is not None:
            return known
        return show_date(value) or value if _DAY.fullmatch(value) else self.say("text", text=value)

    def outcome(self, values: Mapping[str, Any]) -> list[str]:
        """Return outputs with what they are called."""
        return [
            self.say("output", label=self.labels.get(f"outputs.{name}", name), value=self.value(value))
            for name, value in values.items()
        ]

    def condition(self, cell: UnaryTests, evaluate: Callable[[tree.Node], Value]) -> str | None:
        """Return what a cell demands, nothing where it names the one value it takes."""
        node = cell.tree
        tests = node.tests if isinstance(node, tree.UnaryTests) else (node,)
        negated = isinstance(node, tree.UnaryTests) and node.negated
        if len(tests) == 1 and not negated and isinstance(tests[0], tree.Literal | tree.Call):
            return None
        words = self.say("or").join(self._test(test, cell.text, evaluate) for test in tests)
        return self.say("not", condition=words) if negated else words

    def _test(self, node: tree.Node, text: str, evaluate: Callable[[tree.Node], Value]) -> str:
        if isinstance(node, tree.OperatorTest):
            return self._compared(_WORD[node.operator], evaluate(node.operand))
        if isinstance(node, tree.RangeLiteral):
            low = self._compared("at_least" if node.start_included else "more", evaluate(node.start))
            high = self._compared("at_most" if node.end_included else "less", evaluate(node.end))
            return self.say("and", first=low, second=high)
        if any(isinstance(part, tree.Name) and part.name == "?" for part in tree.walk(node)):
            return self.say("formula", text=text)
        return self._compared("equal", evaluate(node))

    def _compared(self, word: str, value: Value) -> str:
        key = _OF_DAYS.get(word, word) if isinstance(value, Date) else word
        return self.say(key, value=self.value(value))
