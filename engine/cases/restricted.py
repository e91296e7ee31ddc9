"""Restricted cases: those that a named few of the office see, and nobody else of it.

A sub-programme says that its cases are such (`restricted`). The mark is a row, made with the filing and never
taken back; what hides the case is the database (`hidden_cases`), so that no list, search or count shows it
by mistake. Who holds the right `SEE_RESTRICTED` sees them as far as their other offices reach.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.steps import OpenCase
from engine.stores import cases


def restrict_filed(case: OpenCase, answers: Mapping[str, Any]) -> None:
    """Restrict a case that was filed, where its sub-programme or the case that it is about is such.

    The last statement of a filing: whoever files for another may not see the case from here on.
    """
    settings = case.published.settings
    field = settings.get("sub_programme")
    chosen = None if field is None else case.world.programme(str(answers.get(field)))
    is_asked = chosen is not None and bool(chosen["restricted"])
    if is_asked or "about" in settings:
        cases.restrict(case.tx, case.row, is_asked=is_asked)
