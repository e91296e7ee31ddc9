"""Georgian case endings of what pages put into sentences: municipalities and days.

English takes the same words as they are. Families, villages and institutions are not declined here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from engine.texts import OFFICIAL
from web.i18n import current_language, format_long_date, name_of

CITY = "ქალაქი "
# Names that lose a vowel of their stem.
IRREGULAR = {"გარდაბანი": "გარდაბნის", "ყვარელი": "ყვარლის"}
MONTHS = (
    "იანვრის", "თებერვლის", "მარტის", "აპრილის", "მაისის", "ივნისის",
    "ივლისის", "აგვისტოს", "სექტემბრის", "ოქტომბრის", "ნოემბრის", "დეკემბრის",
)  # fmt: skip


def genitive(name: str) -> str:
    """Return the genitive of the Georgian name of a municipality: ქედა, ქედის."""
    if name.startswith(CITY):
        return f"{CITY.rstrip('ი ')} {genitive(name.removeprefix(CITY))}"
    if name in IRREGULAR:
        return IRREGULAR[name]
    return f"{name[:-1]}ის" if name.endswith(("ა", "ე", "ი")) else f"{name}ს"


def municipality_of(names: Mapping[str, str]) -> str:
    """Return a municipality's name as it stands before the word: ქედის მუნიციპალიტეტი."""
    return genitive(names[OFFICIAL]) if current_language() == OFFICIAL else name_of(names)


def day_from(day: date) -> str:
    """Return the day with which something begins: 2026 წლის 1 იანვრიდან."""
    if current_language() != OFFICIAL:
        return format_long_date(day)
    month = MONTHS[day.month - 1]
    stem = month.removesuffix("ს") if month.endswith("ოს") else f"{month.removesuffix('ის')}ი"
    return f"{day.year} წლის {day.day}\xa0{stem}დან"


def day_genitive(day: date) -> str:
    """Return a day before ჩათვლით: 2026 წლის 31 დეკემბრის."""
    if current_language() != OFFICIAL:
        return format_long_date(day)
    return f"{day.year} წლის {day.day}\xa0{MONTHS[day.month - 1]}"
