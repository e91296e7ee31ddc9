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
from typing import Any, NoReturn

Path = tuple[str | int, ...]

MAX_DEPTH = 200
# Beyond this many digits a number is written with an exponent: 1E+999999 is six characters of
# input and must not become a megabyte of zeros.
_PLAIN_DIGITS = 60
_PLAIN_INT = 10**_PLAIN_DIGITS


class NotCanonical(ValueError):
    """The value has no canonical form; `path` says where."""

    def __init__(self, code: str, path: Path = ()) -> None:
        self.code = f"canonical.{code}"
        self.path = path
        super().__init__(f"{self.code} at {'/'.join(map(str, path)) or 'the top'}")


def dumps(value: Any) -> bytes:
    """Return the canonical bytes of a JSON value.

    Numbers may be `int`, `Decimal` or a finite `float` (taken as the decimal it prints as).
    """
    parts: list[str] = []
    _write(value, parts.append, ())
    try:
        return "".join(parts).encode()
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


def _write(value: Any, put: Callable[[str], None], path: Path) -> None:
    if isinstance(value, str):
        put(encode_basestring(value))
    elif value is None:
        put("null")
    elif isinstance(value, bool):
        put("true" if value else "false")
    elif isinstance(value, int):
        put(str(int(value)) if -_PLAIN_INT < value < _PLAIN_INT else _number(Decimal(value), path))
    elif isinstance(value, Decimal):
        put(_number(value, path))
    elif isinstance(value, float):
        put(_number(Decimal(repr(float(value))), path))
    elif isinstance(value, dict):
        _write_object(value, put, path)
    elif isinstance(value, (list, tuple)):
        _write_array(value, put, path)
    else:
        raise NotCanonical("not_json_value", path)


def _write_object(value: dict[Any, Any], put: Callable[[str], None], path: Path) -> None:
    _check_depth(path)
    for key in value:
        if not isinstance(key, str):
            raise NotCanonical("key_not_string", (*path, repr(key)))
    separator = "{"
    for key in sorted(value):
        put(separator)
        put(encode_basestring(key))
        put(":")
        _write(value[key], put, (*path, key))
        separator = ","
    put("}" if value else "{}")


def _write_array(value: list[Any] | tuple[Any, ...], put: Callable[[str], None], path: Path) -> None:
    _check_depth(path)
    separator = "["
    for index, item in enumerate(value):
        put(separator)
        _write(item, put, (*path, index))
        separator = ","
    put("]" if value else "[]")


def _check_depth(path: Path) -> None:
    if len(path) >= MAX_DEPTH:
        raise NotCanonical("too_deep", path[:8])


def _number(value: Decimal, path: Path) -> str:
    if not value.is_finite():
        raise NotCanonical("not_finite", path)
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
