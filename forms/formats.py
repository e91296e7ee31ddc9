"""Formats of single values: from what a person types to what we store, and back to what is shown.

Responsible for text cleaning, dates, numbers, money, telephone numbers, account numbers and the other
formats of Georgian administration. It refuses to know about forms, fields and required answers.

Every reader is idempotent: reading the stored value gives the stored value. Nothing is guessed: "1,234"
is not read as an amount, because it means two different ones.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any

from marshmallow import ValidationError

from forms.problems import Problem

NO_BREAK_SPACE = "\u00a0"
LEAST_GROUPED = 10_000  # a year is not grouped
MAX_WHOLE_DIGITS = 20
MAX_DECIMALS = 12
_MOST = 10**MAX_WHOLE_DIGITS
_YEARS = range(1800, 2201)

# Control characters, lone surrogates, non-characters, the mark of broken encoding and marks that turn the
# direction of text: none can be printed in an act, and the last make a name read differently from what is
# stored.
_FORBIDDEN = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ud800-\udfff\ufdd0-\ufdef\ufffd-\uffff"
    "\u202a-\u202e\u2066-\u2069]"
)
_BROKEN = "\ufffd"  # the only one of all these, and of those below, that counts as printable
_INVISIBLE = re.compile("[\u00ad\u200b\ufeff]")
_LINE_END = re.compile("\r\n|[\r\u2028\u2029]")
_SEPARATORS = re.compile("[\\s\u2010-\u2015-]")
_PARTED = re.compile("[\\s.\u2010-\u2015-]+")
_GROUPED = re.compile(r"[0-9]{1,3}( [0-9]{3})+|[0-9]+")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[./\- ]([0-9]{1,2})[./\- ]([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_MOBILE = re.compile(r"(?:\+995|00995|995)?0?(5[0-9]{8})")
# Tbilisi is 32, the regions have three digits: 34-37 in the east, 41-49 in the west.
_LANDLINE = re.compile(r"(?:\+995|00995|995)?0?(3[24-7][0-9]{7}|4[1-9][0-9]{7})")
_EMAIL = re.compile(
    r"([A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*)"
    r"@((?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63})"
)
_IBAN = re.compile(r"GE[0-9]{2}[A-Z]{2}[0-9]{16}")
_CADASTRAL = re.compile(r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{3}(\.[0-9]{2,3}){0,4}")
_PERSON_NAME = re.compile(r"[^\W\d_]+(?:[ '’.-]{1,2}[^\W\d_]+)*\.?")


class Refused(ValidationError):
    """This value can't be read."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__([Problem(code, params)])


def read_text(value: Any, *, longest: int, lines: bool = False) -> str:
    """Return the cleaned text; the length is looked at first, so that huge junk costs nothing."""
    if not isinstance(value, str):
        raise Refused("wrong_type")
    if len(value) > 4 * longest + 1000:
        raise Refused("too_long", max=longest)
    if not value.isprintable() or _BROKEN in value:
        value = _INVISIBLE.sub("", _LINE_END.sub("\n", value))
        if _FORBIDDEN.search(value):
            raise Refused("characters")
    text = unicodedata.normalize("NFC", value).strip()
    if not lines:
        if "\n" in text:
            raise Refused("characters")
        text = text.replace("\t", " ")
    if len(text) > longest:
        raise Refused("too_long", max=longest)
    return text


def read_personal_number(text: str) -> str:
    """Eleven ASCII digits; there is no check digit, the civil registry is the check."""
    return _whole(r"[0-9]{11}", _SEPARATORS.sub("", text), "personal_number")


def read_company_number(text: str) -> str:
    return _whole(r"[0-9]{9}", _SEPARATORS.sub("", text), "company_number")


def read_postal_code(text: str) -> str:
    return _whole(r"[0-9]{4}", _SEPARATORS.sub("", text), "postal_code")


def read_cadastral_code(text: str) -> str:
    """Groups of digits, written with points; people part them with hyphens or spaces, too."""
    written = _PARTED.sub(".", text.strip())
    if not _CADASTRAL.fullmatch(written):
        raise Refused("cadastral_code")
    return written


def read_person_name(text: str) -> str:
    """Letters of one script: a Latin "a" among Georgian letters looks right and matches nothing."""
    scripts = {unicodedata.name(letter, "?").split(" ")[0] for letter in text if letter.isalpha()}
    if not _PERSON_NAME.fullmatch(text) or len(scripts) > 1:
        raise Refused("person_name")
    return text


def read_phone(text: str) -> str:
    """A Georgian number, mobile or with its area code, in any usual spelling, stored as +995XXXXXXXXX."""
    return _georgian(text, _MOBILE, _LANDLINE)


def read_mobile(text: str) -> str:
    """A Georgian number that short messages reach, stored as +9955XXXXXXXX."""
    return _georgian(text, _MOBILE)


def _georgian(text: str, *kinds: re.Pattern[str]) -> str:
    compact = re.sub(r"[().]", "", _SEPARATORS.sub("", text))
    match = next(filter(None, (kind.fullmatch(compact) for kind in kinds)), None)
    if match is None:
        raise Refused("phone")
    return "+995" + match[1]


def read_email(text: str) -> str:
    match = _EMAIL.fullmatch(text)
    if not match or len(text) > 254 or len(match[1]) > 64:
        raise Refused("email")
    return f"{match[1]}@{match[2].lower()}"


def read_iban(text: str) -> str:
    compact = _SEPARATORS.sub("", text).upper()
    if not _IBAN.fullmatch(compact):
        raise Refused("iban")
    digits = "".join(str(int(character, 36)) for character in compact[4:] + compact[:4])
    if int(digits) % 97 != 1:
        raise Refused("iban_checksum")
    return compact


def read_date(text: str) -> str:
    """dd.mm.yyyy or ISO, to ISO."""
    if match := _DAY_FIRST.fullmatch(text):
        day, month, year = match.groups()
    elif match := _YEAR_FIRST.fullmatch(text):
        year, month, day = match.groups()
    else:
        raise Refused("date")
    if int(year) not in _YEARS:
        raise Refused("date_year")
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        raise Refused("date_impossible") from None


def read_number(value: Any, *, decimals: int | None = None) -> int | Decimal:
    """An exact number from JSON or from text with a decimal comma or point."""
    if type(value) is int and abs(value) < _MOST:
        return value
    number = _exact(value)
    places = -int(number.as_tuple().exponent)
    if places > (MAX_DECIMALS if decimals is None else decimals):
        raise Refused("too_many_decimals", digits=MAX_DECIMALS if decimals is None else decimals)
    return int(number) if number == number.to_integral_value() else number


def read_money(value: Any) -> int:
    """Tetri: a JSON number already is tetri, a text is lari ("1 234,50", "₾ 20")."""
    if not isinstance(value, str):
        return int(read_number(value, decimals=0))
    amount = re.sub(r"(?i)₾|\bლარი\b|\bgel\b", "", value).strip()
    try:
        number = _exact(amount)
        if -int(number.as_tuple().exponent) > 2:
            raise Refused("money")
    except ValidationError:
        raise Refused("money") from None
    return int(number * 100)


def show_date(value: str) -> str:
    """dd.mm.yyyy for an ISO date; any other text as it is, stored answers may be older than the form."""
    match = _YEAR_FIRST.fullmatch(value)
    return f"{match[3]}.{match[2]}.{match[1]}" if match else value


def show_number(value: int | Decimal) -> str:
    """12 345,5: decimal comma, groups of three from five digits on (CLDR for ka), spaces that don't break."""
    number = Decimal(value)
    whole, _, fraction = f"{number:,f}".partition(".")
    separator = NO_BREAK_SPACE if abs(number) >= LEAST_GROUPED else ""
    return whole.replace(",", separator) + (f",{fraction}" if fraction else "")


def show_money(tetri: int) -> str:
    sign, lari = ("-", -tetri) if tetri < 0 else ("", tetri)
    return f"{sign}{lari // 100:,}".replace(",", NO_BREAK_SPACE) + f",{lari % 100:02d}{NO_BREAK_SPACE}₾"


def show_phone(number: str) -> str:
    return f"{number[:4]} {number[4:7]} {number[7:10]} {number[10:]}"


def _exact(value: Any) -> Decimal:
    """Return a finite decimal of a bounded size without trailing zeros after the point."""
    if isinstance(value, str):
        value = value.replace("\u2212", "-").replace(",", ".", 1)
        sign, value = (value[:1], value[1:].lstrip()) if value[:1] == "-" else ("", value)
        whole, point, fraction = value.partition(".")
        whole = re.sub(r"\s", " ", whole)
        if (
            len(value) > 80
            or not _GROUPED.fullmatch(whole)
            or (point and not re.fullmatch(r"[0-9]+", fraction))
        ):
            raise Refused("number")
        value = Decimal(f"{sign}{whole.replace(' ', '')}{point}{fraction}")
    elif isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise Refused("wrong_type")
    if isinstance(value, int):
        if abs(value) >= _MOST:
            raise Refused("number_size")
        return Decimal(value)
    if not value.is_finite():
        raise Refused("number")
    if not value:
        return Decimal(0)
    if value.adjusted() >= MAX_WHOLE_DIGITS:
        raise Refused("number_size")
    if value.adjusted() < -MAX_DECIMALS or len(value.as_tuple().digits) > 80:
        raise Refused("too_many_decimals", digits=MAX_DECIMALS)
    if value == value.to_integral_value():
        return Decimal(int(value))
    return Decimal(f"{value:f}".rstrip("0"))


def _whole(pattern: str, text: str, code: str) -> str:
    if not re.fullmatch(pattern, text):
        raise Refused(code)
    return text
