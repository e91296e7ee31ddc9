"""The child process of previews: reads one question in JSON, fills a letter or shows a form, answers in JSON.

Its limits are set by whoever starts it. Refuses to know databases and pages.
"""

from __future__ import annotations

import base64
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from engine import canonical
from engine.errors import EngineError
from engine.studio.law_snapshot import LawSnapshot
from engine.studio.letters import fill
from forms import (
    FormError,
    HtmlAnswers,
    InvalidAnswers,
    load_form,
    localise,
    parse_html,
    render,
    render_errors,
    validate,
)

CONTEXT: Final[dict[str, Any]] = {
    "known": {"account": {}},
    "applicant": {},
    "case": {},
    "municipality": {},
    "files": {},
}


class Typed:
    """The fields of a submitted form, each with its values in their order."""

    def __init__(self, pairs: Sequence[Sequence[str]]) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in pairs:
            self._values.setdefault(name, []).append(value)

    def getlist(self, key: str) -> list[str]:
        return self._values.get(key, [])

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)


def letter(question: dict[str, Any]) -> dict[str, Any]:
    """Return the letter filled, by language; a language in which there is none is left out."""
    files = {path: base64.b64decode(content) for path, content in question["files"].items()}
    pages: dict[str, Any] = {}
    with LawSnapshot(question["law"]).current():
        for language in question["languages"]:
            try:
                page = fill(question["code"], files, question["name"], language, question["data"])
            except EngineError as refused:
                pages[language] = {"refused": refused.error_code, "params": refused.params}
                continue
            gaps = [{"expression": gap.expression, "line": gap.line} for gap in page.missing]
            pages[language] = {"html": page.html, "title": page.title, "missing": gaps}
    return pages


def form(question: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a `engine.studio.previews.FormPreview`."""
    language, now = question["language"], datetime.fromisoformat(question["now"])
    try:
        shown = load_form(base64.b64decode(question["form"]))
        if question["words"] is not None:
            shown = localise(shown, question["words"], language=language)
    except FormError as mistake:
        return {"mistakes": _findings((mistake, *mistake.others), question["path"])}
    typed = question["typed"]
    answers = HtmlAnswers() if typed is None else parse_html(shown, Typed(typed))
    errors: tuple[Any, ...] = ()
    is_judged = typed is not None and answers.pressed is None
    if is_judged:
        try:
            validate(shown, answers, context=CONTEXT, now=now)
        except InvalidAnswers as refused:
            errors = refused.errors
    fields = render(shown, answers, errors=errors, language=language, context=CONTEXT, now=now)
    summary = str(render_errors(shown, errors, language))
    return {"fields": str(fields), "summary": summary, "is_good": is_judged and not errors}


def _findings(errors: Sequence[FormError], path: str) -> list[Any]:
    # The validator is imported only where something is wrong: it is most of what this process would load.
    from engine.catalogue.check.subject import of_form
    from engine.catalogue.check.words import as_data

    return [as_data(of_form(error, path)) for error in errors]


TASKS: Final[dict[str, Callable[[dict[str, Any]], dict[str, Any]]]] = {"letter": letter, "form": form}


def main() -> None:
    """Answer the question on the standard input; the task is the argument."""
    question = canonical.loads(sys.stdin.buffer.read())
    sys.stdout.buffer.write(canonical.dumps(TASKS[sys.argv[1]](question)))


if __name__ == "__main__":
    main()
