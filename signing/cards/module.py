"""A card behind its maker's own PKCS #11 module, for cards that no profile describes.

The one place of what runs beside the reader that knows python-pkcs11, which only those install who name a
module. A module says less than a card: tries are known by what its flags say, and whether other programs
come between is its own affair.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from signing.cards.card import digest_info, refuse_malformed
from signing.cards.der import key_kind, purpose
from signing.cards.errors import (
    CardError,
    CardGone,
    CardUnreadable,
    NoCard,
    NoModule,
    PinBlocked,
    PinInTransport,
    PinMalformed,
    PinUncounted,
    PinWrong,
)
from signing.cards.profiles import Kind, Purpose

SHORTEST, LONGEST = 4, 16
_TOO_SHORT = "0xa2"  # how python-pkcs11 0.7 (Debian 13) calls a PIN of another length


class _Place(NamedTuple):
    """Place of a certificate and its key."""

    slot: Any
    name: bytes
    certificate: bytes


class ModuleCard:
    """The person's keys, on one token or on several: modules often make one of each PIN."""

    def __init__(self, library: Any) -> None:
        self._library = library
        self._session: Any = None  # the one in which the PIN was shown last
        self._places: dict[Purpose, _Place] = dict(_places(library))
        if not self._places:
            raise NoCard("no token with a person's certificate")

    def certificate(self, wanted: Purpose) -> bytes:
        """Return the certificate of a key, in DER. Raises `CardError`."""
        return self._place(wanted).certificate

    def kind(self, wanted: Purpose) -> Kind:
        """Return what the key takes and gives."""
        return key_kind(self._place(wanted).certificate)

    def is_there(self) -> bool:
        """Say whether each token is still in its slot."""
        slots = {slot.slot_id for slot in self._library.get_slots(token_present=True)}
        return all(place.slot.slot_id in slots for place in self._places.values())

    def tries_left(self, wanted: Purpose) -> int | None:
        """Return 0 for a blocked PIN, 1 before the last try; None: the module does not say."""
        from pkcs11.constants import TokenFlag

        with _translated():
            flags = TokenFlag(self._place(wanted).slot.get_token().flags)
        if flags & TokenFlag.USER_PIN_LOCKED:
            return 0
        return 1 if flags & TokenFlag.USER_PIN_FINAL_TRY else None

    def sign(self, wanted: Purpose, digest: bytes, *, hash_name: str, pin: bytearray) -> bytes:
        """Return the key's signature over a hash, and overwrite the PIN in any case. Raises `CardError`."""
        self.close()
        try:
            refuse_malformed(pin, SHORTEST, LONGEST)
            with self._counted(wanted):
                self._session = self._place(wanted).slot.get_token().open(user_pin=pin.decode())
                return self._signature(wanted, self._key(wanted), digest, hash_name)
        finally:
            pin[:] = bytes(len(pin))

    def sign_next(self, wanted: Purpose, digest: bytes, *, hash_name: str) -> bytes | None:
        """Return a further signature right after `sign`; None: its PIN is wanted anew. Raises `CardError`."""
        from pkcs11 import Attribute
        from pkcs11.exceptions import AttributeTypeInvalid, UserNotLoggedIn

        with _translated():
            key = self._key(wanted)
            with suppress(AttributeTypeInvalid):
                if key[Attribute.ALWAYS_AUTHENTICATE]:
                    return None
            try:
                return self._signature(wanted, key, digest, hash_name)
            except UserNotLoggedIn:
                return None

    def close(self) -> None:
        """Let the token forget the PIN that it was shown."""
        from pkcs11.exceptions import PKCS11Error

        session, self._session = self._session, None
        if session is not None:
            with suppress(PKCS11Error):  # a card that was pulled has forgotten it
                session.close()

    def _key(self, wanted: Purpose) -> Any:
        from pkcs11 import Attribute, ObjectClass

        wanted_key = {Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.ID: self._place(wanted).name}
        keys = list(self._session.get_objects(wanted_key))
        if len(keys) != 1:
            raise CardUnreadable("no key beside the certificate")
        return keys[0]

    def _signature(self, wanted: Purpose, key: Any, digest: bytes, hash_name: str) -> bytes:
        from pkcs11 import Mechanism

        is_rsa = self.kind(wanted) is Kind.RSA_PKCS1
        shown = digest_info(digest, hash_name) if is_rsa else digest
        return bytes(key.sign(shown, mechanism=Mechanism.RSA_PKCS if is_rsa else Mechanism.ECDSA))

    @contextmanager
    def _counted(self, wanted: Purpose) -> Iterator[None]:
        """Say of a wrong PIN how many tries are left, as far as the module knows."""
        try:
            with _translated():
                yield
        except PinUncounted:
            left = self.tries_left(wanted)
            if left == 0:
                raise PinBlocked from None
            raise (PinUncounted() if left is None else PinWrong(left)) from None

    def _place(self, wanted: Purpose) -> _Place:
        if wanted not in self._places:
            raise CardUnreadable("no certificate for this purpose")
        return self._places[wanted]


@contextmanager
def module_card(path: Path) -> Iterator[ModuleCard]:
    """Yield the card that a module finds. Raises `CardError`."""
    try:
        import pkcs11

        with _translated():
            library = pkcs11.lib(str(path))
    except (ImportError, RuntimeError):
        raise NoModule(path.name) from None
    with _translated():
        card = ModuleCard(library)
        try:
            yield card
        finally:
            card.close()


def _places(library: Any) -> Iterator[tuple[Purpose, _Place]]:
    from pkcs11 import Attribute, ObjectClass

    for slot in library.get_slots(token_present=True):
        with slot.get_token().open() as session:
            for found in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}):
                certificate = bytes(found[Attribute.VALUE])
                if (known := purpose(certificate)) is not None:
                    yield known, _Place(slot, bytes(found[Attribute.ID]), certificate)


@contextmanager
def _translated() -> Iterator[None]:
    """Raise `CardError` for what the module says."""
    from pkcs11 import exceptions

    meanings: dict[type[Exception], type[CardError]] = {
        exceptions.PinIncorrect: PinUncounted,
        exceptions.PinInvalid: PinMalformed,
        exceptions.PinLenRange: PinMalformed,
        exceptions.PinLocked: PinBlocked,
        exceptions.PinExpired: PinInTransport,
        exceptions.DeviceRemoved: CardGone,
        exceptions.TokenNotPresent: CardGone,
        exceptions.SessionHandleInvalid: CardGone,
        exceptions.NoSuchToken: NoCard,
    }
    try:
        yield
    except exceptions.PKCS11Error as error:
        if _TOO_SHORT in str(error):
            raise PinMalformed from None
        raise meanings.get(type(error), CardError)(type(error).__name__) from None
