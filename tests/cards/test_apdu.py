"""What is sent to a card, and answers that come in parts, too short, or without end."""

from __future__ import annotations

import pytest

from signing.cards.apdu import ask, command, demand
from signing.cards.card import Card
from signing.cards.errors import CardError, CardGone, CardRefused, CardUnreadable
from signing.cards.profiles import Profile, Purpose, known_profiles


class Script:
    """A card that gives these answers, one after the other, the last one for ever."""

    def __init__(self, *answers: str) -> None:
        self._answers = [bytes.fromhex(answer) for answer in answers]
        self.heard: list[str] = []

    def transmit(self, command: bytes) -> bytes:
        self.heard.append(command.hex().upper())
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]

    def close(self) -> None:
        self._answers.clear()


@pytest.mark.parametrize(
    ("data", "expected", "sent"),
    [
        ("", None, "00B00000"),
        ("", 0, "00B0000000"),
        ("AABB", None, "00B0000002AABB"),
        ("AABB", 0xE0, "00B0000002AABBE0"),
    ],
)
def test_command__of_each_shape__is_written_as_the_standard_says(
    data: str, expected: int | None, sent: str
) -> None:
    assert command(b"\x00\xb0\x00\x00", bytes.fromhex(data), expected=expected).hex().upper() == sent


def test_command__longer_than_a_short_one__is_an_error_of_the_caller() -> None:
    with pytest.raises(ValueError, match="at most 255"):
        command(b"\x00\xb0\x00\x00", bytes(256))


def test_ask__answer_in_parts__is_put_together() -> None:
    card = Script("0102 6102", "0304 6101", "05 9000")

    assert ask(card, bytes.fromhex("00CA0000")) == (bytes([1, 2, 3, 4, 5]), 0x9000)
    assert card.heard == ["00CA0000", "00C0000002", "00C0000001"]


@pytest.mark.parametrize(
    ("sent", "again"), [("00B00000E0", "00B0000010"), ("00A4000002500100", "00A4000002500110")]
)
def test_ask__card_names_another_length__is_asked_again_with_it(sent: str, again: str) -> None:
    card = Script("6C10", "AA 9000")

    assert ask(card, bytes.fromhex(sent)).data == b"\xaa"
    assert card.heard == [sent, again]


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        (("",), CardGone),
        (("90",), CardGone),
        (("6110", "6110"), CardUnreadable),
        (("AA" * 250 + "6100",), CardUnreadable),
        (("6A82",), CardRefused),
        (("6C10", "6C10"), CardRefused),
    ],
)
def test_demand__no_good_answer__is_an_error_and_ends(
    answers: tuple[str, ...], error: type[CardError]
) -> None:
    with pytest.raises(error):
        demand(Script(*answers), bytes.fromhex("00CA0000"))


@pytest.mark.parametrize(
    "read",
    ["9000", "3003020101 9000", "0482010001 9000", "3082FFFF01 9000", "30820100AA 9000"],
    ids=["nothing", "short form", "no sequence", "too long", "one byte at a time without end"],
)
def test_certificate__what_is_none__is_refused(read: str) -> None:
    selected = ["9000"] * 2
    card = Card(Script(*selected, read, "9000"), georgian())

    with pytest.raises(CardUnreadable):
        card.certificate(Purpose.SIGN_IN)


def georgian() -> Profile:
    return next(profile for profile in known_profiles() if profile.country == "GE")


def test_sign__card_that_fails_while_it_verifies__leaves_no_pin_behind() -> None:
    pin = bytearray(b"1234")
    card = Card(Script("6F00"), georgian())

    with pytest.raises(CardRefused):
        card.sign(Purpose.SIGN_IN, bytes(32), hash_name="sha256", pin=pin)

    assert pin == bytes(4)


def test_sign__hash_of_another_length__is_an_error_of_the_caller() -> None:
    with pytest.raises(ValueError, match="sha256"):
        Card(Script("9000"), georgian()).sign(
            Purpose.SIGN_IN, bytes(48), hash_name="sha256", pin=bytearray(b"1234")
        )
