"""The words people read, by language and dotted key.

A directory holds one JSON file per language (`ka.json`), or a folder per language with one per area
(`ka/errors.json`). Keys are flat (`"cash.not_taken"`), so that they are found by what the code says; those of
services may be nested. A text may hold `{name}` placeholders. A key that begins with an
underscore is a remark for the authors, not a text. Placeholders take values as they are: whoever asks
has already formatted dates and money. Refuses to know what the texts are about.

To add a language of letters and pages, such as Armenian: `Language` and `ALPHABETS` here. Names of people,
laws of terms, names that expressions read (`municipality.name_<language>`), options of `mms`, links and
addresses follow it. What has words in each language is named by `tests/structure/test_languages.py`: texts
(`engine/`, `web/`, `forms/`, validation, the card program's `signing/agent/`, its extension's `_locales/`,
the titles of `signing/cards/profiles/`), letters common to all (`engine/notifications/templates/`), schemas
(`bpmn/schemas/`, `demo/*.schema.json`), the check of `engine/db/schema/tables/letters.sql` (by a
migration), `ARTICLE`, `CHAPTER` and `NUMBER` in `engine/formats.py`, `VOICES` in
`engine/speech/speaker.py`; `mms check` names what each service and `bpmn/` lacks; `demo/people.json`,
`demo/treasury.py`. Letters of another alphabet need fonts (`web/frontend/fonts.mjs`). Lists are sorted by
the Georgian name (`order by` in `engine/stores/`, `queries/places.py`), and official names, streets and
holidays have to be found out (decision 47).

To change words: `engine/texts/<language>/`, `forms/texts`, `web/texts/<language>/`, or the service's
`texts/`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from engine import canonical

Language = Literal["ka", "en"]
LANGUAGES: tuple[str, ...] = get_args(Language)
# Of the state (Constitution of Georgia, art. 2): of its acts, and of letters to whoever has chosen none.
OFFICIAL: Language = "ka"
# Of what operators and authors of diagrams read in a terminal.
TERMINAL: Language = "en"
# The letters of each language.
ALPHABETS: Mapping[str, re.Pattern[str]] = {
    "ka": re.compile("[\u10a0-\u10ff\u1c90-\u1cbf]"),
    "en": re.compile("[A-Za-z]"),
}
# For patterns of paths in which a language stands.
ANY_LANGUAGE = "|".join(LANGUAGES)
_PLACEHOLDER = re.compile(r"\{([a-z_][a-z0-9_]*)\}")


def in_each_language(name: str, texts: Mapping[str, Any]) -> dict[str, Any]:
    """Return a text under a name per language, as expressions read it: `name_ka`, `name_en`."""
    return {named: texts.get(language) for named, language in zip(names_of(name), LANGUAGES, strict=True)}


def names_of(name: str) -> tuple[str, ...]:
    """Return the names under which expressions find a text in each language."""
    return tuple(f"{name}_{language}" for language in LANGUAGES)


class TextError(LookupError):
    """A text is missing or can't be filled in."""

    def __init__(self, code: str, language: str, key: str) -> None:
        self.code = f"texts.{code}"
        self.language = language
        self.key = key
        super().__init__(f"{self.code}: {key} ({language})")


@dataclass(frozen=True)
class Texts:
    """Texts in several languages; every lookup names its language."""

    by_language: Mapping[str, Mapping[str, str]]

    @classmethod
    def load(cls, directory: Path | str) -> Texts:
        """Read every text of the directory; two areas never share a first key."""
        nested: dict[str, dict[str, Any]] = {}
        areas: dict[tuple[str, str], Path] = {}
        for file in sorted([*Path(directory).glob("*.json"), *Path(directory).glob("*/*.json")]):
            language = file.stem if file.parent == Path(directory) else file.parent.name
            texts = nested.setdefault(language, {})
            for key, value in canonical.loads(file.read_bytes()).items():
                first = key.partition(".")[0]
                if areas.setdefault((language, first), file) != file and not key.startswith("_"):
                    raise TextError("given_twice", language, key)
                texts[key] = value
        if not nested:
            raise TextError("no_files", "", str(directory))
        return cls.of(nested)

    @classmethod
    def of(cls, nested: Mapping[str, Mapping[str, Any]]) -> Texts:
        """Build from nested dictionaries, one per language."""
        return cls({language: dict(_flatten(texts, "", language)) for language, texts in nested.items()})

    def get(self, language: str, key: str, **params: object) -> str:
        """Return the text with its placeholders filled in; a missing text or parameter is an error."""
        text = self.find(language, key)
        if text is None:
            raise TextError("missing", language, key)
        if "{" not in text:
            return text

        def fill(match: re.Match[str]) -> str:
            if match[1] not in params:
                raise TextError("parameter_missing", language, f"{key}#{match[1]}")
            return str(params[match[1]])

        # Not str.format: a text must not be able to reach attributes of its parameters.
        return _PLACEHOLDER.sub(fill, text)

    def find(self, language: str, key: str) -> str | None:
        """Return the text as written, or None."""
        return self.by_language.get(language, {}).get(key)

    def under(self, language: str, prefix: str) -> dict[str, str]:
        """Return the texts below a key, by the rest of their keys."""
        start = f"{prefix}."
        texts = self.by_language.get(language, {})
        return {key.removeprefix(start): text for key, text in texts.items() if key.startswith(start)}

    def over(self, base: Texts) -> Texts:
        """Return these texts laid over others: a service's over its module's."""
        languages = sorted({*self.by_language, *base.by_language})
        return Texts(
            {
                language: {**base.by_language.get(language, {}), **self.by_language.get(language, {})}
                for language in languages
            }
        )

    def gaps(self) -> tuple[tuple[str, str], ...]:
        """Return (language, key) for each key that exists in another language only."""
        keys = {key for texts in self.by_language.values() for key in texts}
        return tuple(
            (language, key)
            for language, texts in self.by_language.items()
            for key in sorted(keys - texts.keys())
        )

    def placeholders(self, language: str, key: str) -> frozenset[str]:
        """Return the names a text wants to have filled in."""
        return frozenset(_PLACEHOLDER.findall(self.find(language, key) or ""))


def _flatten(node: Mapping[str, Any], prefix: str, language: str) -> Iterator[tuple[str, str]]:
    for key, value in node.items():
        if key.rpartition(".")[2].startswith("_"):
            continue
        path = f"{prefix}{key}"
        if isinstance(value, str):
            yield path, value
        elif isinstance(value, Mapping):
            yield from _flatten(value, f"{path}.", language)
        else:
            raise TextError("not_a_text", language, path)
