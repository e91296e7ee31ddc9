"""By what a case is found: the words and numbers of what was filed, folded to skeletons.

Of a service with data of a special category only names and numbers are kept: who searches has not said what
for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.catalogue.published import Published
from engine.db.pool import Transaction
from engine.folding import kept_words
from engine.formats import full_name
from engine.stores import case_words
from engine.stores.cases import CaseRow


def keep(tx: Transaction, row: CaseRow, version: Published, answers: Mapping[str, Any]) -> None:
    """Keep by what the case that is filed will be found."""
    names = " ".join(full_name(row).values())
    texts = [names] if version.settings.get("special_data") else [names, *_texts(answers)]
    found = kept_words(numbers=(row.number, row.personal_number), texts=texts)
    case_words.insert(tx, row.id, row.municipality_id, found)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)
