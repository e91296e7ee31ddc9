"""OpenID providers of one installation, read from the file that `MMS_OPENID` names.

Whoever runs the installation writes the file beside the secrets it names. It is read once, at the start, and
a mistake stops the start with a sentence. Refuses to know what a provider answers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, get_args
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from engine.connectors.http import is_loopback
from engine.tenancy import Assurance
from engine.texts import LANGUAGES

Serves = Literal["citizens", "staff", "both"]
Level = Literal["card", "code"]
# Signatures by a key that is public at the provider; never a shared secret, never `none`.
ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
AUTHENTICATIONS: Final = ("client_secret_basic", "client_secret_post")

_TEXT: Final = {"type": "string", "minLength": 1, "maxLength": 300}
_WORDS: Final = {
    "type": "object",
    "properties": dict.fromkeys(LANGUAGES, _TEXT),
    "required": list(LANGUAGES),
    "additionalProperties": False,
}
_PROVIDER: Final = {
    "key": {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,29}$"},
    "title": _WORDS,
    "hint": _WORDS,
    "issuer": _TEXT,
    "client_id": _TEXT,
    "client_secret_file": _TEXT,
    "authentication": {"enum": list(AUTHENTICATIONS)},
    "personal_number": _TEXT,
    "levels": {"type": "object", "additionalProperties": {"enum": list(get_args(Level))}},
    "scopes": {"type": "array", "items": {"type": "string", "pattern": r"^[\x21\x23-\x5B\x5D-\x7E]+$"}},
    "serves": {"enum": list(get_args(Serves))},
    "hosts": {"type": "array", "items": _TEXT},
    "algorithms": {"type": "array", "items": {"enum": list(ALGORITHMS)}, "minItems": 1},
}
_NEEDED: Final = ("key", "title", "issuer", "client_id", "client_secret_file", "personal_number", "serves")
_FILE: Final = Draft202012Validator(
    {
        "type": "object",
        "properties": {
            "providers": {
                "type": "array",
                "minItems": 1,
                "items": {
                    "type": "object",
                    "properties": _PROVIDER,
                    "required": list(_NEEDED),
                    "additionalProperties": False,
                },
            }
        },
        "required": ["providers"],
        "additionalProperties": False,
    }
)


class OpenIdMistake(Exception):
    """The file of providers can't be used; the message says what is wrong and where."""


@dataclass(frozen=True)
class Provider:
    """One OpenID provider and what this installation believes of it."""

    key: str  # in addresses and on record
    title: Mapping[str, str]  # of the button, by language
    issuer: str
    client_id: str
    secret: str = field(repr=False)
    number_claim: str  # that holds the personal number
    serves: Serves
    hint: Mapping[str, str] | None = None
    levels: Mapping[str, Level] = field(default_factory=dict)  # by the provider's `acr`
    scopes: tuple[str, ...] = ("openid",)
    hosts: frozenset[str] = frozenset()  # of the provider: nothing else is ever asked
    authentication: str = AUTHENTICATIONS[0]
    algorithms: tuple[str, ...] = ("RS256", "PS256", "ES256")

    def assurance(self, acr: str | None) -> Assurance:
        """Return the level of assurance of a provider's `acr`; of one that is not in the list, the lowest."""
        return self.levels.get(acr or "", "code")

    @property
    def opens_offices(self) -> bool:
        """True if whoever signs in here may hold an office; which one, their own grants of that day say."""
        return self.serves != "citizens"

    def asked_for(self, level: Assurance) -> tuple[str, ...]:
        """Return the values of `acr` by which the provider proves the level."""
        return tuple(acr for acr, proven in self.levels.items() if proven == level)


def read_providers(path: Path, *, is_demo: bool) -> tuple[Provider, ...]:
    """Return the providers of the file. Raises `OpenIdMistake`."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise OpenIdMistake(f"{path}: {error.strerror}") from None
    except ValueError as error:
        raise OpenIdMistake(f"{path}: this is no JSON ({error})") from None
    if (wrong := best_match(_FILE.iter_errors(said))) is not None:
        raise OpenIdMistake(f"{path}, {wrong.json_path}: {wrong.message}")
    providers = tuple(_provider(entry, path.parent, is_demo=is_demo) for entry in said["providers"])
    keys = [provider.key for provider in providers]
    if doubled := sorted({key for key in keys if keys.count(key) > 1}):
        raise OpenIdMistake(f"{path}: two providers have the key {doubled[0]}")
    return providers


def _provider(entry: Mapping[str, Any], folder: Path, *, is_demo: bool) -> Provider:
    key, issuer = entry["key"], entry["issuer"]
    parts = urlsplit(issuer)
    host = parts.hostname or ""
    if parts.query or parts.fragment or parts.username or not host:
        raise OpenIdMistake(f"{key}: the issuer is the address of a provider, without a query")
    if parts.scheme != "https" and not (is_demo and parts.scheme == "http" and is_loopback(host)):
        raise OpenIdMistake(f"{key}: the issuer does not start with https://")
    levels = entry.get("levels", {})
    if entry["serves"] == "staff" and "card" not in levels.values():
        raise OpenIdMistake(f"{key}: serves staff, but no value of acr stands for the level card")
    return Provider(
        key=key,
        title=entry["title"],
        hint=entry.get("hint"),
        issuer=issuer,
        client_id=entry["client_id"],
        secret=_secret(folder / entry["client_secret_file"], key),
        number_claim=entry["personal_number"],
        serves=entry["serves"],
        levels=levels,
        scopes=tuple(dict.fromkeys(("openid", *entry.get("scopes", ())))),
        hosts=frozenset({host, *entry.get("hosts", ())}),
        authentication=entry.get("authentication", AUTHENTICATIONS[0]),
        algorithms=tuple(entry.get("algorithms", ("RS256", "PS256", "ES256"))),
    )


def _secret(path: Path, key: str) -> str:
    try:
        secret = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise OpenIdMistake(f"{key}: the secret can't be read from {path}: {error.strerror}") from None
    if not secret:
        raise OpenIdMistake(f"{key}: {path} is empty")
    return secret
