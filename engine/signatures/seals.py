"""Seals of municipalities: the file that `MMS_SEALS` names says where they lie.

It stands beside the certificates it names and is written by whoever runs the installation; what it may say is
in `docs/signing.md`. The PIN is never in it: it comes from a file of its own or from the environment, and is
read when the seal is used. Refuses to know when a document is sealed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from cryptography import x509

from engine.errors import Unavailable
from signing.errors import TrustError
from signing.seal import SealKey

FIELDS = {"module", "token", "label", "certificate", "pin_file"}


class PinMissing(Unavailable):
    """The PIN of the municipality's seal can't be read."""

    code = "seal.no_pin"


@dataclass(frozen=True)
class Seal:
    """Location of the key of a municipality. The PIN is in a file, or in the environment."""

    municipality: str
    module: Path
    token: str
    label: str
    certificate: x509.Certificate
    pin_file: Path | None
    pin: str = field(default="", repr=False)

    def key(self) -> SealKey:
        """Return the key with its PIN. Raises `PinMissing`."""
        return SealKey(self.module, self.token, self.label, self.certificate, self._read_pin())

    def _read_pin(self) -> str:
        if self.pin_file is None:
            return self.pin
        try:
            pin = self.pin_file.read_text(encoding="utf-8").strip()
        except (OSError, ValueError):
            raise PinMissing from None
        if not pin:
            raise PinMissing
        return pin


class Seals:
    """The seals of one installation, by the codes of their municipalities. The file is read once."""

    def __init__(self, path: Path | None = None, pins: Mapping[str, str] | None = None) -> None:
        self._path = path
        self._pins = pins or {}

    @cached_property
    def all(self) -> Mapping[str, Seal]:
        """Every seal. Raises `TrustError` and `OSError`."""
        if self._path is None:
            return {}
        try:
            said = json.loads(self._path.read_text(encoding="utf-8"))
            return {code: self._seal(code, stated) for code, stated in said.items()}
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise TrustError(f"{self._path.name}: {error!r}") from None

    def _seal(self, code: str, said: Mapping[str, Any]) -> Seal:
        if unknown := said.keys() - FIELDS:
            raise TrustError(f"{code}: {', '.join(sorted(unknown))}: no such entry")
        pin_file = said.get("pin_file")
        pin = self._pins.get(code, "")
        if bool(pin_file) is bool(pin):
            raise TrustError(f"{code}: the PIN comes from pin_file or from the environment, one of the two")
        return Seal(
            municipality=code,
            module=Path(said["module"]),
            token=str(said["token"]),
            label=str(said["label"]),
            certificate=self._certificate(said["certificate"]),
            pin_file=self._beside(pin_file) if pin_file else None,
            pin=pin,
        )

    def _beside(self, name: str) -> Path:
        assert self._path is not None
        return self._path.parent / name

    def _certificate(self, name: str) -> x509.Certificate:
        return x509.load_pem_x509_certificate(self._beside(name).read_bytes())
