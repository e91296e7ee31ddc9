"""Errors of decisions: of a model, or of one evaluation of it. Codes here, words in the texts."""

from __future__ import annotations

from typing import Any


class DecisionError(Exception):
    """A decision can't be read or made; ``element`` is the id of the part of the model it is about."""

    def __init__(self, code: str, element: str = "", **params: Any) -> None:
        self.code = code
        self.element = element
        self.params = params
        super().__init__(code)

    def __str__(self) -> str:
        details = "".join(f", {name} {value!r}" for name, value in self.params.items())
        return f"{self.code} in {self.element or 'the model'}{details}"
