"""The virtual cards: a Georgian one whose inside is ours, an Estonian one as its manual says.

The Georgian card is laid out by PKCS #15, so that programs which are not ours can read it.
"""

from __future__ import annotations

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from tests.cards.chip import MASTER, SIGN_IN_TEMPLATE, SIGN_TEMPLATE, Chip, Key, Pin, PrivateKey, tlv

GEORGIAN_ATR = bytes.fromhex("3BFD1800008131FE4580318153474531738421C081072E")
ESTONIAN_ATR = bytes.fromhex("3BDB960080B1FE451F830012233F536549440F9000F1")
PKCS15 = b"\xa0\x00\x00\x00\x63PKCS-15"
ISO_APPLET = bytes.fromhex(
    "F276A288BCFBA69D34F31001"
)  # makes OpenSC take the driver that asks nothing special
HOME = MASTER + b"\x50\x15"
_PERSON = (b"TEST", b"PERSON", b"M", b"EST", b"01.01.1990 EST", b"39001010000", b"AS0000001", b"01.01.2030")
PINS = {"sign_in": b"1234", "sign": b"123456"}
Holder = tuple[PrivateKey, x509.Certificate]


def georgian(
    sign_in: Holder, sign: Holder, *, in_transport: bool = False, wants_pin_each_time: bool = True
) -> Chip:
    """Return a card as our test layout describes it."""
    first, second = Pin(PINS["sign_in"]), Pin(PINS["sign"], closes_after_use=wants_pin_each_time)
    first.is_in_transport = second.is_in_transport = in_transport
    files: dict[bytes, bytes | None] = {MASTER: None, HOME: None, MASTER + b"\x2f\x00": _directory()}
    files |= {HOME + bytes.fromhex(name): content for name, content in _pkcs15().items()}
    files |= {HOME + b"\x34\x01": _der(sign_in), HOME + b"\x34\x02": _der(sign)}
    return Chip(
        GEORGIAN_ATR,
        files,
        {PKCS15: HOME, ISO_APPLET: HOME},
        {0x01: first, 0x82: second},
        # OpenSC asks every key for signatures in the same way.
        {
            1: Key(sign_in[0], 0x01, (SIGN_IN_TEMPLATE, SIGN_TEMPLATE)),
            2: Key(sign[0], 0x82, (SIGN_TEMPLATE,)),
        },
        lambda chip, tag, asked: b"\x00\x06\x00" if tag == 0x0101 else None,  # version and abilities
    )


def estonian(sign_in: Holder, sign: Holder) -> Chip:
    """Return a card of 2018, with keys on the curve P-384."""
    first, second = MASTER + b"\xad\xf1", MASTER + b"\xad\xf2"
    return Chip(
        ESTONIAN_ATR,
        {
            MASTER: None,
            first: None,
            second: None,
            first + b"\x34\x01": _der(sign_in),
            second + b"\x34\x1f": _der(sign),
            MASTER + b"\xd0\x03": b"\x04\x09EE1234567",
            MASTER + b"\x50\x00": None,
            **{MASTER + b"\x50\x00\x50" + bytes([n + 1]): text for n, text in enumerate(_PERSON)},
        },
        {
            bytes.fromhex("A000000077010800070000FE00000100"): MASTER,
            bytes.fromhex("E828BD080FF2504F5420415750"): first,
            b"QSCD Application": second,
        },
        {0x01: Pin(b"1234"), 0x85: Pin(b"12345", closes_after_use=True), 0x02: Pin(b"12345678")},
        {0x81: Key(sign_in[0], 0x01, (SIGN_IN_TEMPLATE,)), 0x9F: Key(sign[0], 0x85, (SIGN_TEMPLATE,))},
        _counters,
    )


def _counters(chip: Chip, tag: int, asked: bytes) -> bytes | None:
    if tag != 0x3FFF or asked[:2] != b"\x4d\x08":
        return None
    pin = chip.pins[{1: 0x01, 2: 0x02, 5: 0x85}[asked[6] & 0xF]]
    counts = tlv(0x9A, bytes([pin.most])) + tlv(0x9B, bytes([pin.left])) + tlv(0x9C, bytes(20))
    return tlv(0x70, tlv(b"\xbf\x81" + asked[6:7], tlv(0xA0, counts)))


def _der(holder: Holder) -> bytes:
    return holder[1].public_bytes(Encoding.DER)


def _directory() -> bytes:
    return tlv(0x61, tlv(0x4F, PKCS15), tlv(0x50, b"TEST CARD"), tlv(0x51, HOME))


def _pkcs15() -> dict[str, bytes]:
    """Return the files that tell other programs where things are, by their names below the home directory."""
    return {
        "5031": tlv(0xA0, _path("4402")) + tlv(0xA4, _path("4404")) + tlv(0xA8, _path("4401")),
        "5032": _sequence(
            _number(0),
            _octets(bytes.fromhex("0000000001234567")),
            _text("TEST"),
            tlv(0x80, b"TEST CARD"),
            _bits(0, 1, 2),
        ),
        "4401": _pin("PIN1", 1, 0x01, 4) + _pin("PIN2", 2, 0x82, 6),
        "4402": _private_key("Authentication", 1, 2) + _private_key("Signature", 2, 9),
        "4404": _certificate("Authentication", 1, "3401") + _certificate("Signature", 2, "3402"),
    }


def _pin(label: str, number: int, reference: int, shortest: int) -> bytes:
    attributes = _sequence(
        _bits(1, 4),
        tlv(0x0A, b"\x01"),
        *map(_number, (shortest, 12, 12)),
        tlv(0x80, bytes([reference])),
        _octets(b"\xff"),
    )
    common = _sequence(_text(label), _bits(0))
    return _sequence(common, _sequence(_octets(bytes([number]))), tlv(0xA1, attributes))


def _private_key(label: str, number: int, usage: int) -> bytes:
    common = _sequence(_text(label), _bits(0), _octets(bytes([number])))
    about = _sequence(_octets(bytes([number])), _bits(usage), _bits(0, 2, 3, 4), _number(number))
    # The path is that of the directory: OpenSC selects it before it uses the key.
    return _sequence(common, about, tlv(0xA1, _sequence(_sequence(_octets(HOME)), _number(2048))))


def _certificate(label: str, number: int, file: str) -> bytes:
    common = _sequence(_text(label), tlv(3, b"\0"))
    return _sequence(common, _sequence(_octets(bytes([number]))), tlv(0xA1, _sequence(_path(file))))


def _path(file: str) -> bytes:
    return _sequence(_octets(HOME + bytes.fromhex(file)))


def _sequence(*parts: bytes) -> bytes:
    return tlv(0x30, *parts)


def _octets(value: bytes) -> bytes:
    return tlv(4, value)


def _text(value: str) -> bytes:
    return tlv(12, value.encode())


def _number(value: int) -> bytes:
    return tlv(2, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def _bits(*numbers: int) -> bytes:
    size = max(numbers) // 8 + 1
    value = sum(0x80 >> number % 8 << 8 * (size - 1 - number // 8) for number in numbers)
    return tlv(3, bytes([8 * size - 1 - max(numbers)]), value.to_bytes(size, "big"))
