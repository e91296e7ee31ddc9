"""Canonical JSON: one value, one sequence of bytes.

What is hashed, compared and stored goes through here: keys sorted by code point, no spaces,
UTF-8, numbers exact. Equal numbers are written alike (`2`, `2.0` and `2.00` all as `2`), so a
digest does not depend on how a number was typed. It refuses whatever other systems would read
differently or not at all: NaN and infinities, keys that are not strings, keys given twice, lone
surrogates. It refuses to know what the values mean.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from json.encoder import encode_basestring
from typing import Any, Final, NoReturn

Path = tuple[str | int, ...]

MAX_DEPTH = 200
_LONGEST_PATH = 8
# Beyond this many digits a number is written with an exponent: 1E+999999 is six characters of
# input and must not become a megabyte of zeros.
_PLAIN_DIGITS = 60
_PLAIN_INT = 10**_PLAIN_DIGITS


class NotCanonical(ValueError):
    """The value has no canonical form; `path` says where."""

    def __init__(self, code: str, path: Path = ()) -> None:
        self.code = f"canonical.{code}"
        self.path = path[:_LONGEST_PATH]
        super().__init__(f"{self.code} at {'/'.join(map(str, path)) or 'the top'}")

    def below(self, step: str | int) -> NotCanonical:
        """Return the same error seen from outside of the object or array that it was found in."""
        return NotCanonical(self.code.removeprefix("canonical."), (step, *self.path))


def dumps(value: Any) -> bytes:
    """Return the canonical bytes of a JSON value.

    Numbers may be `int`, `Decimal` or a finite `float` (taken as the decimal it prints as).
    """
    try:
        return _text(value, 0).encode()
    except UnicodeEncodeError:
        raise NotCanonical("lone_surrogate") from None


def loads(data: bytes | str) -> Any:
    """Return the value of JSON text; numbers with a fraction or exponent become `Decimal`."""
    try:
        text = data.decode() if isinstance(data, bytes) else data
        value = _DECODER.decode(text)
        if "\\u" in text:
            # Only an escape can smuggle in half a surrogate pair: UTF-8 itself refuses it.
            json.dumps(value, ensure_ascii=False, default=str).encode()
    except NotCanonical:
        raise
    except UnicodeDecodeError:
        raise NotCanonical("not_utf8") from None
    except UnicodeEncodeError:
        raise NotCanonical("lone_surrogate") from None
    except RecursionError:
        raise NotCanonical("too_deep") from None
    except ValueError:
        raise NotCanonical("not_json") from None
    return value


def loads_stored(data: bytes | str) -> Any:
    """Return the value of JSON that the database holds: it has refused already what `loads` refuses."""
    return _STORED.decode(data.decode() if isinstance(data, bytes) else data)


def _text(value: Any, depth: int) -> str:
    """Return the text of a value that lies in `depth` objects and arrays."""
    kind = type(value)
    if kind is dict:
        return _object(value, depth)
    if kind is list:
        return _array(value, depth)
    write = _single(kind)
    if write is not None:
        return write(value)
    if isinstance(value, dict):
        return _object(value, depth)
    if isinstance(value, (list, tuple)):
        return _array(value, depth)
    for kind, write in _SINGLE.items():
        if isinstance(value, kind):
            return write(value)
    raise NotCanonical("not_json_value")


def _object(value: dict[Any, Any], depth: int) -> str:
    if depth >= MAX_DEPTH:
        raise NotCanonical("too_deep")
    if not _TEXT_ONLY.issuperset(map(type, value)):
        for key in value:
            if not isinstance(key, str):
                raise NotCanonical("key_not_string", (repr(key),))
    parts = []
    key = None
    try:
        for key in sorted(value):
            item = value[key]
            write = _single(type(item))
            text = _text(item, depth + 1) if write is None else write(item)
            parts.append(f"{encode_basestring(key)}:{text}")
    except NotCanonical as error:
        assert key is not None
        raise error.below(key) from None
    return f"{{{','.join(parts)}}}"


def _array(value: list[Any] | tuple[Any, ...], depth: int) -> str:
    if depth >= MAX_DEPTH:
        raise NotCanonical("too_deep")
    parts: list[str] = []
    try:
        for item in value:
            write = _single(type(item))
            parts.append(_text(item, depth + 1) if write is None else write(item))
    except NotCanonical as error:
        raise error.below(len(parts)) from None
    return f"[{','.join(parts)}]"


def _integer(value: int) -> str:
    return str(int(value)) if -_PLAIN_INT < value < _PLAIN_INT else _number(Decimal(value))


# A kind stands before the kind it is a kind of.
_SINGLE: Final[dict[type, Callable[[Any], str]]] = {
    str: encode_basestring,
    type(None): lambda _: "null",
    bool: lambda value: "true" if value else "false",
    int: _integer,
    Decimal: lambda value: _number(value),
    float: lambda value: _number(Decimal(repr(float(value)))),
}
_single: Final = _SINGLE.get
_TEXT_ONLY: Final = frozenset({str})


def _number(value: Decimal) -> str:
    if not value.is_finite():
        raise NotCanonical("not_finite")
    sign, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    figures = "".join(map(str, digits)).lstrip("0")
    kept = figures.rstrip("0")
    if not kept:
        return "0"
    exponent += len(figures) - len(kept)
    minus = "-" if sign else ""
    if exponent == 0 or (exponent > 0 and len(kept) + exponent <= _PLAIN_DIGITS):
        return minus + kept + "0" * exponent
    if -_PLAIN_DIGITS <= exponent < 0:
        padded = kept.rjust(1 - exponent, "0")
        return f"{minus}{padded[:exponent]}.{padded[exponent:]}"
    return f"{minus}{kept}e{exponent}"


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise NotCanonical("number_too_large") from None


def _constant(name: str) -> NoReturn:
    raise NotCanonical("not_finite", (name,))


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise NotCanonical("key_twice", (key,))
            seen.add(key)
    return found


_DECODER = json.JSONDecoder(parse_float=_decimal, parse_constant=_constant, object_pairs_hook=_pairs)
_STORED = json.JSONDecoder(parse_float=_decimal)
