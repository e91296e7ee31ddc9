"""How single values are read and shown."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms import formats
from forms.formats import Refused


def code_of(read: Any, value: Any, **options: Any) -> str:
    with pytest.raises(Refused) as caught:
        read(value, **options)
    return str(caught.value.messages[0].code)


@pytest.mark.parametrize(
    "text", ["01234567890", "01 234 567 890", "01-234-567-890", "01\u00a0234\u2013567890"]
)
def test_personal_number__usual_spellings__are_eleven_digits(text: str) -> None:
    assert formats.read_personal_number(text) == "01234567890"


@pytest.mark.parametrize(
    "text", ["0123456789", "012345678901", "0123456789a", "٠١٢٣٤٥٦٧٨٩٠", "01234567890.", "-"]
)
def test_personal_number__anything_else__is_refused(text: str) -> None:
    assert code_of(formats.read_personal_number, text) == "personal_number"


@pytest.mark.parametrize("text", ["204378869", "204 378 869", "204-378-869", "204\u00a0378\u2013869"])
def test_company_number__usual_spellings__are_nine_digits(text: str) -> None:
    assert formats.read_company_number(text) == "204378869"


@pytest.mark.parametrize("text", ["20437886", "2043788690", "20437886a", "٢٠٤٣٧٨٨٦٩", "204.378.869", "-"])
def test_company_number__anything_else__is_refused(text: str) -> None:
    assert code_of(formats.read_company_number, text) == "company_number"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("61.14.26.014", "61.14.26.014"),
        (" 61. 14. 26. 014 ", "61.14.26.014"),
        ("61 14 26 014", "61.14.26.014"),
        ("61-14-26-014", "61.14.26.014"),
        ("01.16.01.005.05", "01.16.01.005.05"),
        ("01\u201316\u201301\u2013005\u201305\u201301\u2013003", "01.16.01.005.05.01.003"),
    ],
)
def test_cadastral_code__usual_spellings__are_groups_with_points(text: str, kept: str) -> None:
    assert formats.read_cadastral_code(text) == kept
    assert formats.read_cadastral_code(kept) == kept


@pytest.mark.parametrize(
    "text",
    ["61.14.26", "6.14.26.014", "61.14.26.14", "61.14.26.014.1", "611426014", "61.14.26.014.", "a", "."]
    + ["61.14.26.014.01.02.03.04.05", "61,14,26,014", "٦١.14.26.014"],
)
def test_cadastral_code__anything_else__is_refused(text: str) -> None:
    assert code_of(formats.read_cadastral_code, text) == "cadastral_code"


def test_postal_code__four_digits_and_nothing_else__are_taken() -> None:
    assert [formats.read_postal_code(text) for text in ("0105", "01 05", "01-05")] == ["0105"] * 3
    for text in ("105", "01055", "01O5", ""):
        assert code_of(formats.read_postal_code, text) == "postal_code"


@pytest.mark.parametrize(
    "text", ["555123456", "0555123456", "+995555123456", "995 555 12-34-56", "00995 (555) 12.34.56"]
)
def test_phone__usual_spellings__are_e164(text: str) -> None:
    assert formats.read_phone(text) == "+995555123456"


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("32 212 34 56", "+995322123456"),
        ("(0365) 22-12-34", "+995365221234"),
        ("+995 353 22 12 34", "+995353221234"),
        ("00995431221234", "+995431221234"),
    ],
)
def test_phone__with_its_area_code__is_e164(text: str, stored: str) -> None:
    assert formats.read_phone(text) == stored
    assert code_of(formats.read_mobile, text) == "phone"


@pytest.mark.parametrize(
    "text",
    ["2123456", "622123456", "332123456", "55512345", "5551234567", "+1555123456", "٥٥٥١٢٣٤٥٦", "phone"],
)
def test_phone__no_georgian_number__is_refused(text: str) -> None:
    assert code_of(formats.read_phone, text) == "phone"


def test_iban__valid_in_any_spacing_and_case__is_compact() -> None:
    assert formats.read_iban("ge29 nb00 0000 0101 9049 17") == "GE29NB0000000101904917"


@pytest.mark.parametrize("at", [2, 5, 10, 21])
def test_iban__one_character_wrong__fails_the_checksum(at: int) -> None:
    right = "GE29NB0000000101904917"
    other = "A" if right[at].isalpha() else str((int(right[at]) + 1) % 10)

    assert code_of(formats.read_iban, right[:at] + other + right[at + 1 :]) == "iban_checksum"


@pytest.mark.parametrize(
    "text", ["GE29NB000000010190491", "DE29NB0000000101904917", "GE29NB00000001019049170"]
)
def test_iban__wrong_shape__is_refused(text: str) -> None:
    assert code_of(formats.read_iban, text) == "iban"


@pytest.mark.parametrize("text", ["a@b.ge", "first.last+x@sub.example.ge", "a@EXAMPLE.GE"])
def test_email__address__keeps_the_name_and_lowers_the_host(text: str) -> None:
    name, host = text.split("@")

    assert formats.read_email(text) == f"{name}@{host.lower()}"


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "a@b",
        "a@@b.ge",
        ".a@b.ge",
        "a b@c.ge",
        "a@b.ge, c@d.ge",
        "<a@b.ge>",
        "a@-b.ge",
        "a" * 65 + "@b.ge",
    ],
)
def test_email__no_address__is_refused(text: str) -> None:
    assert code_of(formats.read_email, text) == "email"


@pytest.mark.parametrize(
    "text", ["27.03.1985", "27.3.1985", "27/03/1985", "27-03-1985", "27 03 1985", "1985-03-27"]
)
def test_date__day_first_or_iso__is_iso(text: str) -> None:
    assert formats.read_date(text) == "1985-03-27"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31.02.2024", "date_impossible"),
        ("00.01.2024", "date_impossible"),
        ("01.13.2024", "date_impossible"),
        ("29.02.2023", "date_impossible"),
        ("01.01.0085", "date_year"),
        ("01.01.85", "date"),
        ("1985-3-27", "date"),
        ("tomorrow", "date"),
        ("1985-03-27T00:00", "date"),
        ("٠١.٠١.٢٠٢٤", "date"),
    ],
)
def test_date__no_date__is_refused_with_the_reason(text: str, code: str) -> None:
    assert code_of(formats.read_date, text) == code


@given(st.dates(date(1800, 1, 1), date(2200, 12, 31)))
def test_date__any_day__shown_and_read_again_is_itself(day: date) -> None:
    iso = day.isoformat()

    assert formats.read_date(formats.show_date(iso)) == formats.read_date(iso) == iso


@pytest.mark.parametrize(
    ("text", "tetri"),
    [
        ("1234,50", 123450),
        ("1234.5", 123450),
        ("1 234,50", 123450),
        ("1\u00a0234 ₾", 123400),
        ("₾ 0,01", 1),
        ("20 ლარი", 2000),
        ("20 GEL", 2000),
        ("-5", -500),
        (123450, 123450),
        (Decimal(7), 7),
    ],
)
def test_money__text_is_lari_and_numbers_are_tetri(text: Any, tetri: int) -> None:
    assert formats.read_money(text) == tetri


@pytest.mark.parametrize(
    "text", ["1,234", "1.234,50", "1,234.50", "12 34", "1,2,3", "1e3", "", "₾", "--1", "٣"]
)
def test_money__ambiguous_or_odd__is_refused_and_never_guessed(text: str) -> None:
    assert code_of(formats.read_money, text) == "money"


def test_money__fraction_of_a_tetri_in_json__is_refused() -> None:
    assert code_of(formats.read_money, Decimal("1.5")) == "too_many_decimals"


@given(st.integers(-(10**17), 10**17))
def test_money__any_amount__shown_and_read_again_is_itself(tetri: int) -> None:
    assert formats.read_money(formats.show_money(tetri)) == tetri


@pytest.mark.parametrize(
    ("value", "number"),
    [("5", 5), ("5,50", Decimal("5.5")), ("-0,5", Decimal("-0.5")), ("1 000 000", 1_000_000),
     (2.5, Decimal("2.5")), (3.0, 3), (Decimal("1E+3"), 1000), ("-0", 0), ("007", 7)],
)  # fmt: skip
def test_number__usual_spellings__are_exact(value: Any, number: Any) -> None:
    read = formats.read_number(value)

    assert read == number
    assert type(read) is type(number)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (float("nan"), "number"),
        (float("inf"), "number"),
        (Decimal("sNaN"), "number"),
        (10**20, "number_size"),
        pytest.param(10**6000, "number_size", id="6000 digits"),
        (Decimal("1E+999999"), "number_size"),
        (Decimal("1E-999999"), "too_many_decimals"),
        ("1e5", "number"),
        ("0x10", "number"),
        ("½", "number"),
        ("٥", "number"),
        (True, "wrong_type"),
        (None, "wrong_type"),
        ("9" * 30, "number_size"),
        ("1" * 90, "number"),
    ],
)
def test_number__anything_else__is_refused(value: Any, code: str) -> None:
    assert code_of(formats.read_number, value) == code


def test_number__more_decimals_than_the_field_has__is_refused() -> None:
    assert code_of(formats.read_number, "1,25", decimals=1) == "too_many_decimals"
    assert formats.read_number("1,20", decimals=1) == Decimal("1.2")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12))
def test_number__any__shown_and_read_again_is_itself(value: Decimal) -> None:
    number = formats.read_number(value)

    assert formats.read_number(formats.show_number(number)) == number == value


@pytest.mark.parametrize(
    "name", ["ნინო", "ნინო ქართველიშვილი", "ana-maria", "O'Neill", "Jean-Luc Ω".rstrip(" Ω")]
)
def test_person_name__letters_of_one_script__is_accepted(name: str) -> None:
    assert formats.read_person_name(name) == name


@pytest.mark.parametrize("name", ["ნინo", "nino1", "-", "a--- b", "ნინო\u10d0 x", "<b>", "a@b"])
def test_person_name__mixed_scripts_or_signs__is_refused(name: str) -> None:
    assert code_of(formats.read_person_name, name) == "person_name"


@pytest.mark.parametrize(
    "text", ["a\0b", "a\x1bb", "\ud800", "a\u202eb", "\uffff", "a\x85b", "a\nb", "a\ufffd"]
)
def test_text__control_characters_surrogates_and_direction_marks__are_refused(text: str) -> None:
    assert code_of(formats.read_text, text, longest=10) == "characters"


def test_text__spaces_invisible_marks_and_forms__are_normalised() -> None:
    assert formats.read_text(" \ufeffcafe\u0301\u200b\t", longest=10) == "café"
    assert formats.read_text("a\r\nb\u2028c", longest=10, lines=True) == "a\nb\nc"


def test_text__limit__counts_characters_after_cleaning() -> None:
    assert formats.read_text("  " + "ა" * 10 + "  ", longest=10) == "ა" * 10
    assert code_of(formats.read_text, "ა" * 11, longest=10) == "too_long"
    assert code_of(formats.read_text, "ა" * 10**6, longest=10) == "too_long"


@given(st.text())
def test_text__whatever_was_accepted__is_accepted_unchanged_again(text: str) -> None:
    try:
        once = formats.read_text(text, longest=100, lines=True)
    except Refused:
        return

    assert formats.read_text(once, longest=100, lines=True) == once
    once.encode()


def test_text__signs_that_python_calls_printable__are_none_of_those_that_are_looked_for() -> None:
    looked_for = (formats._FORBIDDEN, formats._INVISIBLE, formats._LINE_END)
    printable = "".join(filter(str.isprintable, map(chr, range(0x110000)))).replace(formats._BROKEN, "")

    assert not any(pattern.search(printable) for pattern in looked_for)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (2026, "2026"),
        (-9999, "-9999"),
        (10000, "10\u00a0000"),
        (Decimal("1234567.5"), "1\u00a0234\u00a0567,5"),
    ],
)
def test_number__of_four_digits__is_not_grouped(number: Decimal, text: str) -> None:
    assert formats.show_number(number) == text
