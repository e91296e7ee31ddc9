"""Encryption of files: AES-256-GCM, each under a key of its own, which is wrapped by a key of the keyring.

    MAGIC | id of the keyring's key | nonce, wrapped key of the file | nonce, encrypted content

Both parts are bound to the digest of the content, so a file can't be put in another's place, and the
wrapped key can be wrapped anew without touching the content. Refuses to know where files lie. A file is
sealed as a whole: what people upload and what we print is a few megabytes.
"""

from __future__ import annotations

import secrets
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from engine.documents.keys import ID_BYTES, Key, Keyring

MAGIC: Final = b"\x89MMS-SEALED-1\r\n"
_NONCE, _WRAPPED = 12, 32 + 16
_KEY_AT: Final = len(MAGIC)
_WRAP_AT: Final = _KEY_AT + ID_BYTES
_CONTENT_AT: Final = _WRAP_AT + _NONCE + _WRAPPED
HEADER_BYTES: Final = _CONTENT_AT


class Altered(Exception):
    """It is not what was sealed under this digest."""


def seal(content: bytes, digest: str, key: Key) -> bytes:
    """Return the content encrypted under a new key, wrapped by this one."""
    file_key, nonce = secrets.token_bytes(32), secrets.token_bytes(_NONCE)
    encrypted = AESGCM(file_key).encrypt(nonce, content, _bound("content", digest))
    return _head(file_key, digest, key) + nonce + encrypted


def unseal(sealed: bytes, digest: str, keyring: Keyring) -> bytes:
    """Return the content. Raises `Altered`, `KeyMissing` or `KeyringUnusable`."""
    file_key = _file_key(sealed, digest, keyring)
    nonce = sealed[_CONTENT_AT : _CONTENT_AT + _NONCE]
    try:
        return AESGCM(file_key).decrypt(nonce, sealed[_CONTENT_AT + _NONCE :], _bound("content", digest))
    except (InvalidTag, ValueError) as failed:
        raise Altered from failed


def wrap_anew(sealed: bytes, digest: str, keyring: Keyring) -> bytes:
    """Return the same sealed file under the keyring's newest key."""
    return _head(_file_key(sealed, digest, keyring), digest, keyring.current) + sealed[_CONTENT_AT:]


def key_of(head: bytes) -> bytes | None:
    """Return the name of the key that a file's beginning gives; None for one that lies open."""
    return head[_KEY_AT:_WRAP_AT] if is_sealed(head) else None


def is_sealed(head: bytes) -> bool:
    return head.startswith(MAGIC) and len(head) >= _CONTENT_AT


def _head(file_key: bytes, digest: str, key: Key) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    wrapped = AESGCM(key.secret).encrypt(nonce, file_key, _bound("key", digest) + key.id)
    return MAGIC + key.id + nonce + wrapped


def _file_key(sealed: bytes, digest: str, keyring: Keyring) -> bytes:
    key_id = key_of(sealed)
    if key_id is None:
        raise Altered
    key = keyring.find(key_id)
    nonce = sealed[_WRAP_AT : _WRAP_AT + _NONCE]
    wrapped = sealed[_WRAP_AT + _NONCE : _CONTENT_AT]
    try:
        return AESGCM(key.secret).decrypt(nonce, wrapped, _bound("key", digest) + key.id)
    except InvalidTag as failed:
        raise Altered from failed


def _bound(what: str, digest: str) -> bytes:
    return MAGIC + what.encode() + bytes.fromhex(digest)
