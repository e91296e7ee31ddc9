"""Words of a form in the other languages, in the texts of a service. Refuses to know what they mean."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


class FormWords:
    """The file of texts of one language, with what it says of one form."""

    def __init__(self, content: bytes, form: str) -> None:
        found = json.loads(content)
        self.texts: dict[str, Any] = found if isinstance(found, dict) else {}
        self.form = form

    def content(self) -> bytes:
        return f"{json.dumps(self.texts, ensure_ascii=False, indent=2)}\n".encode()

    @property
    def said(self) -> Mapping[str, Any]:
        """Return the words of the form by the names of its components."""
        return self._form()

    def of(self, *names: str) -> Mapping[str, Any]:
        """Return what is said of a component by one of its names; of these the first that is known."""
        said = self._form()
        found: dict[str, Any] = next((said[name] for name in names if isinstance(said.get(name), dict)), {})
        return dict(found)

    def say(self, name: str, words: Mapping[str, Any], *, before: str = "") -> None:
        """Say of a component what is not empty; `before` is the name it had."""
        said = self._form(is_made=True)
        old = said.pop(before, None) if before and before != name else None
        known = said.get(name, old)
        kept = {**(known if isinstance(known, dict) else {}), **words}
        kept = {key: value for key, value in kept.items() if value}
        if kept:
            said[name] = kept
        else:
            said.pop(name, None)

    def forget(self, *names: str) -> None:
        said = self._form()
        for name in names:
            said.pop(name, None)

    def _form(self, *, is_made: bool = False) -> dict[str, Any]:
        forms = self.texts.get("forms")
        if not isinstance(forms, dict):
            forms = {}
            if is_made:
                self.texts["forms"] = forms
        said = forms.get(self.form)
        if not isinstance(said, dict):
            said = {}
            if is_made:
                forms[self.form] = said
        return said
