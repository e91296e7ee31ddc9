"""Files of a scenario: `{"attached": "consent.pdf"}` in an answer is a page, brought as people do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any, Final

from engine.bootstrap import Engine
from engine.commands.applications import StoredDocument, StoreDocument
from engine.documents.pdf import render_pdf
from engine.tenancy import Actor

ATTACHED: Final = "attached"


def with_files(engine: Engine, answers: Any, *, by: Actor, municipality: str = "") -> Any:
    """Return the answers with what the store says of a file in place of each that is attached."""

    def bring(name: str) -> Mapping[str, Any]:
        page = render_pdf(f"<html><body><p>{escape(name)}</p></body></html>", title=name, language="ka")
        stored: StoredDocument = engine.send(StoreDocument(page.content, name, municipality), actor=by)
        return stored.as_answer()

    return _replaced(answers, bring)


def _replaced(answers: Any, bring: Callable[[str], Mapping[str, Any]]) -> Any:
    if isinstance(answers, Mapping):
        if answers.keys() == {ATTACHED}:
            return bring(str(answers[ATTACHED]))
        return {name: _replaced(value, bring) for name, value in answers.items()}
    if isinstance(answers, list):
        return [_replaced(value, bring) for value in answers]
    return answers
