"""Letters and words that every service has, where it brings none of its own.

Refuses to know when a letter is due. A service's template of the same name goes before these.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import engine.texts
from engine.errors import Broken
from engine.terms import Term
from engine.texts import LANGUAGES, Texts

TEMPLATES = Path(__file__).parent / "templates"
TEXTS = Texts.load(Path(engine.texts.__file__).parent)


@lru_cache(maxsize=64)
def common_template(name: str, language: str) -> bytes:
    """Return the template of a letter that every service has."""
    path = TEMPLATES / f"{name}.{language}.html"
    if not path.is_file():
        raise Broken("template.unknown", name=name, language=language)
    return path.read_bytes()


def length_in_words(term: Term) -> dict[str, str]:
    """Return how long the term is, in each language."""
    key = f"terms.length.{term.unit.value}"
    return {language: TEXTS.get(language, key, number=term.number) for language in LANGUAGES}
