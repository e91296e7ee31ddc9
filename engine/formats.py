"""Dates, money and names as people in Georgia read them. Refuses to know the present."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from babel.numbers import format_currency

from engine.clock import local_date
from engine.texts import LANGUAGES, OFFICIAL

ARTICLE = {"ka": "მუხლი", "en": "article"}
CHAPTER = {"ka": "თავი", "en": "chapter"}
LARI = "#,##0.00\xa0₾"
NUMBER = {"ka": "№", "en": "No. "}  # before the number of an act
ARTICLE_IN_SHORT = {"ka": "მუხ.", "en": "art."}
CHAPTER_IN_SHORT = {"ka": "თავი", "en": "ch."}
TERM = {"ka": "ვადა", "en": "term"}
# How long a term is, for one and for more; Georgian counts in the singular.
LENGTHS = {
    "working_days": {"ka": ("{} სამ. დღე",), "en": ("{} working day", "{} working days")},
    "calendar_days": {"ka": ("{} დღე",), "en": ("{} day", "{} days")},
    "months": {"ka": ("{} თვე",), "en": ("{} month", "{} months")},
}
# Acts that lawyers abbreviate, by their number; of others the number is said.
ACTS_IN_SHORT = {"2181": {"ka": "სზაკ", "en": "GAC"}, "786": {"ka": "სკ", "en": "CC"}}


def act_in_words(law: Mapping[str, Any], language: str) -> str:
    """Return the act and the article; the act alone where no article is known."""
    act, article = law["act"], law.get("article")
    name = str(act[language] if isinstance(act, Mapping) else act)
    return f"{name}, {ARTICLE[language]} {article}" if article else name


def show_date(value: Any) -> str | None:
    """Return dd.mm.yyyy for a date, an instant or ISO text; None stays None."""
    if value is None:
        return None
    if isinstance(value, str):
        value = date.fromisoformat(value[:10])
    if isinstance(value, datetime):
        value = local_date(value)
    return f"{value:%d.%m.%Y}"


def show_money(tetri: Any, language: str = OFFICIAL) -> str | None:
    """Return an amount of tetri as lari, with the sign in every language: 1 234,50 ₾ or 1,234.50 ₾."""
    if tetri is None:
        return None
    return str(format_currency(Decimal(tetri) / 100, "GEL", format=LARI, locale=language))


def full_name(person: Any) -> dict[str, str]:
    """Return given and family name in each language, of anything that has both; a company has one name."""
    return {
        language: f"{person.given_name[language]} {person.family_name[language]}".strip()
        for language in LANGUAGES
    }
