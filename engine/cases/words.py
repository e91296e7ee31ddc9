"""By what a case is found: the words and numbers of what was filed, folded to skeletons.

Of a service with data of a special category only names and numbers are kept: who searches has not said what
for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from engine.catalogue.published import Published
from engine.db.pool import Transaction
from engine.folding import words_in
from engine.formats import full_name
from engine.stores import case_words
from engine.stores.cases import CaseRow

MOST: Final = 400
LONGEST: Final = 64
COUNTRY: Final = "995"  # a telephone number is found with it and without
_SIGNS: Final = re.compile(r"[\W_]+")


def keep(tx: Transaction, row: CaseRow, version: Published, answers: Mapping[str, Any]) -> None:
    """Keep by what the case that is filed will be found."""
    names = " ".join(full_name(row).values())
    texts = [names] if version.settings.get("special_data") else [names, *_texts(answers)]
    words = dict.fromkeys(word for text in texts for word in words_in(text) if not word.isdigit())
    codes = dict.fromkeys(
        code for text in (row.number, row.personal_number, *texts) for code in codes_in(text)
    )
    found = [word[:LONGEST] for word in (*codes, *words)]
    case_words.insert(tx, row.id, row.municipality_id, found[:MOST])


def codes_in(text: str) -> Iterator[str]:
    """Yield a text that is a number of a case, person, plot or telephone, without the signs in it."""
    if len(text) > LONGEST or not any(sign.isdigit() for sign in text):
        return
    code = _SIGNS.sub("", text).lower()
    yield code
    if code.startswith(COUNTRY):
        yield code.removeprefix(COUNTRY)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)
