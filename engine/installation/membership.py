"""Membership of a machine in its installation: it sees the others' file store, keyring and secret.

The first start enters an installation into the database, and a marker with its id into the store. Every later
start, on whatever machine, compares: the marker with the id, and digests keyed by the secret and by each key
of the keyring with those of the machines before. Refuses to know what is stored, and how it is encrypted.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, suppress
from typing import Any, Final
from uuid import UUID, uuid4

from engine.bootstrap import Engine
from engine.db.pool import Transaction
from engine.documents.blobs import BlobStore
from engine.documents.keys import Keyring
from engine.environment import SettingsError
from engine.errors import Unavailable
from engine.stores import installation
from engine.tenancy import system

MARKER: Final = "installation.json"
_FORMAT: Final = 1
_FIRST: Final = "This machine does not fit the installation whose database it uses:"
_LAST: Final = (
    "If this machine is right and the others are not, or this was changed everywhere on purpose: stop MMS on "
    "all machines and run `mms installation accept` here. Nothing was changed."
)


class MarkerUnreadable(Exception):
    """Unreadable marker: what lies in its place is no marker."""


def join(engine: Engine) -> None:
    """Refuse to start on a machine that does not fit; the first one that starts says what fits.

    Raises `SettingsError`, and `KeyringUnusable`: better not to start than to tell each person that files
    can't be kept. While database or store does not answer nobody can tell, and the program goes on.
    """
    assert engine.connections.files.keyring.current
    with suppress(Unavailable):
        _join(engine)


def _join(engine: Engine) -> None:
    blobs = engine.connections.files.blobs
    _refuse_unusable(blobs)
    with _transaction(engine) as tx:
        installation.enter(tx, uuid4())
    # Only now, that the id is committed: a marker whose id nobody knows would be a stranger's for ever.
    with _transaction(engine) as tx:
        row = installation.locked(tx)
        assert row is not None
        if found := tuple(_differences(engine, row)):
            raise SettingsError("\n".join((_FIRST, *found, _LAST)))
        if not row.is_marked:
            _write(blobs, row.id)
        keys = _key_digests(engine.connections.files.keyring, row.id)
        if not row.is_marked or keys != row.key_digests:
            installation.mark(tx, secret=_secret_digest(engine, row.id), keys=keys)


def differences(engine: Engine) -> tuple[str, ...]:
    """Return by what this machine differs from the others, a sentence each; changes nothing."""
    with _transaction(engine) as tx:
        row = installation.find(tx)
    if row is None or not row.is_marked:
        return ()  # no machine has started yet
    return tuple(_differences(engine, row))


def accept(engine: Engine) -> UUID:
    """Make what this machine sees the installation: whoever sees something else is refused from now on."""
    files, new = engine.connections.files, uuid4()
    _refuse_unusable(files.blobs)
    with _transaction(engine) as tx:
        installation.forget(tx)
        installation.enter(tx, new)
        _write(files.blobs, new)
        keys = _key_digests(files.keyring, new)
        installation.mark(tx, secret=_secret_digest(engine, new), keys=keys)
    return new


def forget(engine: Engine) -> None:
    """Let the next start make a new installation: a restored copy is not the one it was copied from."""
    with _transaction(engine) as tx:
        installation.forget(tx)


def _differences(engine: Engine, row: Any) -> Iterator[str]:
    files = engine.connections.files
    yield from _of_the_store(files.blobs, row)
    keys: Mapping[str, str] = row.key_digests
    own = _key_digests(files.keyring, row.id)
    if missing := sorted(key for key in keys if own.get(key) != keys[key]):
        yield (
            f"- Keyring: {files.keyring.path} lacks {', '.join(missing)}, with which others encrypt files. "
            "Copy their keyring here, or name it in MMS_KEYRING."
        )
    if row.secret_digest not in (None, _secret_digest(engine, row.id)):
        yield (
            "- Secret: MMS_SECRET (or HOME/secret) is not that of the others; nobody would stay signed in. "
            "Give all machines the same."
        )


def _of_the_store(blobs: BlobStore, row: Any) -> Iterator[str]:
    try:
        marker = _marker(blobs)
    except MarkerUnreadable:
        yield f"- File store: {MARKER} in {blobs} is damaged."
        return
    if marker is None and row.is_marked:
        yield (
            f"- File store: {blobs} is not the one of the others, or its disk is not mounted: it has no "
            f"{MARKER}. Name theirs in MMS_FILES, a shared directory or a bucket."
        )
    elif marker not in (None, row.id):
        yield (
            f"- File store: {blobs} belongs to another installation ({marker}). Name the one of this "
            "database in MMS_FILES."
        )


def _refuse_unusable(blobs: BlobStore) -> None:
    try:
        why = blobs.refusal()
    except OSError as failed:
        raise Unavailable("document.store_unavailable", errno=failed.errno) from failed
    if why is not None:
        raise SettingsError(why)


def _marker(blobs: BlobStore) -> UUID | None:
    """Return the id of the installation that a store belongs to; None where it belongs to nobody yet."""
    try:
        content = json.loads(blobs.read(MARKER))
        if content["format"] != _FORMAT:
            raise MarkerUnreadable
        return UUID(content["id"])
    except FileNotFoundError:
        return None
    except OSError as failed:
        raise Unavailable("document.store_unavailable", errno=failed.errno) from failed
    except (ValueError, KeyError, TypeError, AttributeError) as failed:
        raise MarkerUnreadable from failed


def _write(blobs: BlobStore, installation_id: UUID) -> None:
    content = json.dumps({"format": _FORMAT, "id": str(installation_id)}) + "\n"
    try:
        blobs.write(MARKER, content.encode())
    except OSError as failed:
        raise Unavailable("document.store_unavailable", errno=failed.errno) from failed


def _secret_digest(engine: Engine, installation_id: UUID) -> str:
    return _keyed(engine.settings.secret.encode(), "secret", installation_id)


def _key_digests(keyring: Keyring, installation_id: UUID) -> dict[str, str]:
    return {key.id.hex(): _keyed(key.secret, "key", installation_id) for key in keyring.keys}


def _keyed(secret: bytes, what: str, installation_id: UUID) -> str:
    """Return what only a machine with the secret can compute, and what gives nothing of it away."""
    return hmac.new(secret, f"mms {what} of {installation_id}".encode(), hashlib.sha256).hexdigest()


def _transaction(engine: Engine) -> AbstractContextManager[Transaction]:
    return engine.connections.database.transaction(system(), now=engine.clock.now())
