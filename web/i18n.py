"""Language of a page: which one, its words, its dates, numbers and money.

Georgian is the default. The choice is kept in a cookie; `?language=` switches it and keeps the
page. Words live in `web/texts`; the engine's own words (statuses, events, errors) come from the
engine. This module refuses to change the case of any text: Georgian has no capitals in prose.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import urlencode

from babel import Locale
from babel.dates import format_date as babel_date
from babel.dates import format_datetime as babel_datetime
from babel.numbers import format_currency, format_decimal
from flask import Flask, g, redirect, request
from flask import Response as FlaskResponse
from werkzeug.wrappers import Response

from engine.clock import ZONE
from engine.texts import LANGUAGES as LANGUAGES
from engine.texts import OFFICIAL, Texts
from web import cookies
from web.navigation import page_address, requested_path

COOKIE = "language"


TEXTS = Texts.load(Path(__file__).parent / "texts")


def current_language() -> str:
    """Return the language of this request."""
    language: str = g.get("language", OFFICIAL)
    return language


def t(key: str, **params: object) -> str:
    """Return the words under `key` in the page's language; a missing text is a mistake of ours."""
    return TEXTS.get(current_language(), key, **params)


def has_text(key: str) -> bool:
    return TEXTS.find(current_language(), key) is not None


def count(key: str, number: int, **params: object) -> str:
    """Return words that depend on a number: `key.one` or `key.other`."""
    form = _locale(current_language()).plural_form(abs(number))
    return t(f"{key}.{form}", number=format_number(number), **params)


@cache
def _locale(language: str) -> Locale:
    return Locale(language)


def name_of(names: Mapping[str, str] | str | None) -> str:
    """Return a name in the page's language, else in Georgian, else whatever there is."""
    if names is None:
        return ""
    if isinstance(names, str):
        return names
    return names.get(current_language()) or names.get(OFFICIAL) or next(iter(names.values()), "")


def format_date(value: date | datetime | str | None) -> str:
    """Return dd.MM.yyyy, the way dates are written in Georgia, as seen in Tbilisi."""
    day = _day(value)
    return "" if day is None else f"{day.day:02}.{day.month:02}.{day.year:04}"


def format_long_date(value: date | datetime | str | None) -> str:
    """Return a date with the month in words, for headings and receipts."""
    day = _day(value)
    return "" if day is None else babel_date(day, "d MMMM y", locale=_locale(current_language()))


def format_month(value: date) -> str:
    """Return a month with its year, as the heading of a calendar."""
    return babel_date(value, "LLLL y", locale=_locale(current_language()))


def format_weekday(value: date) -> str:
    """Return the short name of a day of the week."""
    return babel_date(value, "EEE", locale=_locale(current_language()))


def last_day(end: date | str) -> date:
    """Return the last day of a period that ends before `end`, as people name it."""
    return (date.fromisoformat(end) if isinstance(end, str) else end) - timedelta(days=1)


def _day(value: date | datetime | str | None) -> date | None:
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    if isinstance(value, datetime):
        return value.astimezone(ZONE).date()
    return value


def format_instant(value: datetime | None) -> str:
    """Return date and time of an instant, as seen in Tbilisi."""
    if value is None:
        return ""
    return babel_datetime(value, "dd.MM.yyyy HH:mm", tzinfo=ZONE, locale=_locale(current_language()))


def format_clock(value: datetime) -> str:
    """Return the time of day of an instant, as seen in Tbilisi."""
    return babel_datetime(value, "HH:mm", tzinfo=ZONE, locale=_locale(current_language()))


def format_number(value: int | Decimal) -> str:
    return _in_digits(value, current_language())


@lru_cache(maxsize=4096)
def _in_digits(value: int | Decimal, language: str) -> str:
    return format_decimal(value, locale=_locale(language))


def format_money(tetri: int) -> str:
    """Return lari from tetri: 1 234,50 ₾."""
    lari = Decimal(tetri) / 100
    return format_currency(lari, "GEL", format="#,##0.00\xa0₾", locale=_locale(current_language()))


def format_size(size: int) -> str:
    """Return the size of a file in words of the page's language."""
    if size < 1024 * 1024:
        return t("size.kilobytes", number=format_number(max(1, round(size / 1024))))
    return t("size.megabytes", number=format_number(Decimal(size * 10 // (1024 * 1024)) / 10))


def address_in(language: str) -> str:
    """Return the address of the present page in another language."""
    address = page_address()
    return f"{address}{'&' if '?' in address else '?'}{urlencode({'language': language})}"


def _choose_language() -> Response | None:
    asked = request.args.get("language")
    kept = cookies.read(COOKIE)
    g.language = kept if kept in LANGUAGES else OFFICIAL
    if asked not in LANGUAGES or request.method != "GET":
        return None
    query = [(key, value) for key, value in request.args.items(multi=True) if key != "language"]
    target = f"{requested_path()}?{urlencode(query)}" if query else requested_path()
    # A path that starts with two slashes would be another host's address.
    answer = redirect("/" + target.lstrip("/"), 303)
    cookies.put(answer, COOKIE, asked, max_age=cookies.A_YEAR)
    return answer


def _announce(response: FlaskResponse) -> FlaskResponse:
    response.headers.setdefault("Content-Language", current_language())
    return response


def init(app: Flask) -> None:
    """Give every request a language and every template its words."""
    app.before_request(_choose_language)
    app.after_request(_announce)
    app.jinja_env.globals.update(
        t=t,
        has_text=has_text,
        count=count,
        address_in=address_in,
        languages=LANGUAGES,
        current_language=current_language,
    )
    app.jinja_env.filters.update(
        clock=format_clock,
        name=name_of,
        date=format_date,
        long_date=format_long_date,
        last_day=last_day,
        month=format_month,
        weekday=format_weekday,
        instant=format_instant,
        number=format_number,
        money=format_money,
        size=format_size,
    )
