"""Rules that prove of a change that nobody gets anything else by it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Final

from engine.catalogue.folder_rules import below
from engine.catalogue.shelf import form_labels
from engine.texts import LANGUAGES, Texts
from forms import load_form, localise

_TEXTS: Final = re.compile(rf"(?P<folder>[^/]+/[^/]+)/texts/(?:{'|'.join(LANGUAGES)})\.json")


def rule_that_proves(file: str, files: Mapping[str, bytes], content: bytes) -> str:
    """Return the rule that proves a change of a file among those of a service harmless, or nothing."""
    found = _TEXTS.fullmatch(file)
    if found and _forms_say_the_same(found["folder"], files, {**files, file: content}):
        return "the forms say the same words"
    return ""


def _forms_say_the_same(folder: str, files: Mapping[str, bytes], changed: Mapping[str, bytes]) -> bool:
    """Tell whether nothing but words of forms is changed, and the forms bring these words themselves."""
    old, new = _texts(folder, files), _texts(folder, changed)
    for language in LANGUAGES:
        differing = old.by_language.get(language, {}).items() ^ new.by_language.get(language, {}).items()
        if any(not key.startswith("forms.") for key, _ in differing):
            return False
    for name, source in below(files, f"{folder}/forms/", ".form").items():
        form = load_form(source)
        for language in LANGUAGES:
            one, other = (form_labels(texts, language, name) for texts in (old, new))
            if one != other and localise(form, one, language=language) != localise(
                form, other, language=language
            ):
                return False
    return True


def _texts(folder: str, files: Mapping[str, bytes]) -> Texts:
    paths = {language: f"{folder}/texts/{language}.json" for language in LANGUAGES}
    return Texts.of({language: json.loads(files[path]) for language, path in paths.items() if path in files})
