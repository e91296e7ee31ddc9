"""The law beside a step, in each language."""

from __future__ import annotations

import pytest

from engine.process.step_law import acts_named, in_short, in_words, read

CODE = {"ka": "კოდექსი, №2181, 25.06.1999", "en": "Code, No. 2181, 25.06.1999"}
LAW = [{"act": CODE}, {"act": {"ka": "კანონი, №1958-IIს", "en": "Law, No. 1958-IIs"}}]


@pytest.mark.parametrize(
    ("text", "ka", "en"),
    [
        ("№2181, მუხ. 51, 52-53", f"{CODE['ka']}, მუხლი 51, 52-53", f"{CODE['en']}, article 51, 52-53"),
        ("№2181, მუხ. 60¹, 203", f"{CODE['ka']}, მუხლი 60¹, 203", f"{CODE['en']}, article 60¹, 203"),
        (
            "№2181, მუხ. 178; თავი VI",
            f"{CODE['ka']}, მუხლი 178; თავი VI",
            f"{CODE['en']}, article 178; chapter VI",
        ),
        ("№1958-IIს", "კანონი, №1958-IIს", "Law, No. 1958-IIs"),
        ("№218, მუხ. 3", "№218, მუხლი 3", "No. 218, article 3"),
        ("Art. 3 of the Code", "Art. 3 of the Code", "Art. 3 of the Code"),
    ],
)
def test_law_of_a_step__is_told_by_the_names_of_its_acts(text: str, ka: str, en: str) -> None:
    assert (in_words(text, LAW, "ka"), in_words(text, LAW, "en")) == (ka, en)


@pytest.mark.parametrize("text", ["", ";", "მუხ. 3", "№2181, art. 3", "№2181, მუხ. სამი", "№2181 მუხლი 3"])
def test_law_of_a_step__written_otherwise__is_not_read(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "ka", "en"),
    [
        ("№2181, მუხ. 51, 52-53", "სზაკ, მუხ. 51, 52-53", "GAC, art. 51, 52-53"),
        ("№2181, მუხ. 178; თავი VI", "სზაკ, მუხ. 178; თავი VI", "GAC, art. 178; ch. VI"),
        ("№786, მუხ. 531; №1958-IIს", "სკ, მუხ. 531; №1958-IIს", "CC, art. 531; No. 1958-IIs"),
        ("№218, მუხ. 3", "№218, მუხ. 3", "No. 218, art. 3"),
        ("Art. 3 of the Code", "Art. 3 of the Code", "Art. 3 of the Code"),
    ],
)
def test_law_of_a_step__in_a_drawing__is_short_and_in_the_language_of_the_page(
    text: str, ka: str, en: str
) -> None:
    assert (in_short(text, "ka"), in_short(text, "en")) == (ka, en)


def test_acts__that_steps_name__stand_once_in_the_order_of_numbers_with_their_titles() -> None:
    steps = ["№2181, მუხ. 54; №1958-IIს", "№1958-IIს, მუხ. 16", "№41"]

    acts = acts_named(steps, LAW)

    assert [act.short["en"] for act in acts] == ["No. 41", "No. 1958-IIs", "GAC"]
    assert [act.short["ka"] for act in acts] == ["№41", "№1958-IIს", "სზაკ"]
    assert [act.title.get("ka") for act in acts] == [None, "კანონი, №1958-IIს", CODE["ka"]]
