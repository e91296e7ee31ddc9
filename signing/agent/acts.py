"""Actions of the program for a site: never more than the person was shown and agreed to.

The card is held from before the question until after the answer, so that what was shown is of the card that
signs, and no other program comes between.
"""

from __future__ import annotations

import base64
import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from signing.agent import VERSION
from signing.agent.agreements import Agreements
from signing.agent.certificates import Certificate, read_certificate
from signing.agent.desk import AnyCard, the_card
from signing.agent.errors import AgentError, Cancelled, CardChanged, TooLate
from signing.agent.findings import examine
from signing.agent.prompts import Prompt, Question, Watch
from signing.agent.requests import Authenticate, GiveCertificate, Request, Sign
from signing.agent.words import said
from signing.cards.errors import (
    CardError,
    CardGone,
    PinBlocked,
    PinError,
    PinInTransport,
    PinMalformed,
    PinUncounted,
    PinWrong,
)
from signing.cards.profiles import Kind, Purpose

PATIENCE = 180  # seconds: less than a challenge is good for, and nobody else can use the card meanwhile
_TOKEN_HASHES = {Kind.RSA_PKCS1: "sha256", Kind.EC_P256: "sha256", Kind.EC_P384: "sha384"}
_LETTERS = {Kind.RSA_PKCS1: "RS", Kind.EC_P256: "ES", Kind.EC_P384: "ES"}


class Acts:
    """Actions that one page, whose connection this is, may have done."""

    def __init__(
        self,
        ask: Callable[[], Prompt],
        now: Callable[[], datetime],
        is_over: Callable[[], bool],
        agreed: Agreements,
    ) -> None:
        self._ask, self._now, self._is_over = ask, now, is_over
        self._agreed = agreed
        self._given: bytes | None = None  # the certificate for signing that the page builds on

    def perform(self, request: Request) -> dict[str, Any]:
        """Return the answer. Raises `AgentError` or `CardError`."""
        command = request.command
        if isinstance(command, GiveCertificate):
            return self._certificate(request, command)
        if isinstance(command, Authenticate):
            return self._authenticate(request, command)
        if isinstance(command, Sign):
            return self._sign(request, command)
        return {"agent": VERSION, "findings": examine(self._now())}

    def _certificate(self, request: Request, command: GiveCertificate) -> dict[str, Any]:
        with the_card() as card:
            certificate = read_certificate(card.certificate(command.purpose))
            # It says who the person is, so a site learns it only from them.
            if not self._agreed.has(request.site, certificate.holder):
                question = Question(request.language, "certificate", request.site, certificate.holder)
                if not self._ask().confirm(question, self._watch(card)):
                    raise Cancelled
        self._agreed.note(request.site, certificate.holder)
        if command.purpose is Purpose.SIGN:
            self._given = certificate.der
        return {"certificate": _base64(certificate.der)}

    def _authenticate(self, request: Request, command: Authenticate) -> dict[str, Any]:
        with the_card() as card:
            kind = card.kind(Purpose.SIGN_IN)
            name = _TOKEN_HASHES[kind]
            certificate = self._valid(card, Purpose.SIGN_IN)
            parts = (request.site, command.nonce)
            shown = b"".join(hashlib.new(name, part.encode()).digest() for part in parts)
            digest = hashlib.new(name, shown).digest()
            question = Question(request.language, "sign_in", request.site, certificate.holder)
            signature = self._signed(card, Purpose.SIGN_IN, digest, hash_name=name, question=question)
        # The token says who signs in, so the site knows.
        self._agreed.note(request.site, certificate.holder)
        token = {
            "format": "web-eid:1.0",
            "algorithm": _LETTERS[kind] + name.removeprefix("sha"),
            "unverifiedCertificate": _base64(certificate.der),
            "signature": _base64(signature),
            "appVersion": f"mms-card {VERSION}",
        }
        return {"token": token}

    def _sign(self, request: Request, command: Sign) -> dict[str, Any]:
        """Sign the documents in order. What stops it after the first is told beside what was signed."""
        made: list[str] = []
        stopped: dict[str, Any] = {}
        try:
            with the_card() as card:
                certificate = self._valid(card, Purpose.SIGN)
                if self._given is not None and certificate.der != self._given:
                    raise CardChanged
                question = Question(
                    request.language,
                    "sign",
                    request.site,
                    certificate.holder,
                    reason=command.reason,
                    documents=command.documents,
                    count=len(command.documents),
                )
                for signature in self._signatures(card, command, question):
                    made.append(_base64(signature))
        except (AgentError, CardError) as error:
            if not made:
                raise
            stopped = {"stopped": said(error)}
        return {"signatures": made, **stopped}

    def _signatures(self, card: AnyCard, command: Sign, question: Question) -> Iterator[bytes]:
        """Yield the signatures; the PIN is asked once, and again wherever the card wants it again."""
        how: dict[str, Any] = {"hash_name": command.hash_name}
        for place, document in enumerate(command.documents, 1):
            self._watch(card)()
            signature = card.sign_next(Purpose.SIGN, document.digest, **how) if place > 1 else None
            if signature is None:
                if place > 1:
                    question = replace(question, documents=(document,), place=place)
                signature = self._signed(card, Purpose.SIGN, document.digest, **how, question=question)
            yield signature

    def _valid(self, card: AnyCard, purpose: Purpose) -> Certificate:
        certificate = read_certificate(card.certificate(purpose))
        certificate.refuse_unless_valid(self._now())
        return certificate

    def _signed(
        self, card: AnyCard, purpose: Purpose, digest: bytes, *, hash_name: str, question: Question
    ) -> bytes:
        """Ask for the PIN until it is right, the card refuses, or the person gives up."""
        prompt, watch = self._ask(), self._watch(card)
        left = card.tries_left(purpose)
        refused: PinError | None = None
        try:
            if left == 0:
                raise PinBlocked
            while True:
                pin = prompt.pin(_again(question, left, refused), watch)
                if pin is None:
                    # Whoever gives up after a wrong PIN is told about that, on the page too.
                    raise refused or Cancelled()
                try:
                    return card.sign(purpose, digest, hash_name=hash_name, pin=pin)
                except PinMalformed as error:
                    refused = error
                except PinUncounted as error:
                    left, refused = None, error
                except PinWrong as error:
                    left, refused = error.tries_left, error
        except (PinBlocked, PinInTransport) as error:
            prompt.tell(question, _words(error, question.language), watch)
            raise

    def _watch(self, card: AnyCard) -> Watch:
        ends = time.monotonic() + PATIENCE

        def watch() -> None:
            if self._is_over():
                raise Cancelled
            if not card.is_there():
                raise CardGone("while the person was asked")
            if time.monotonic() > ends:
                raise TooLate

        return watch


def _again(question: Question, left: int | None, refused: PinError | None) -> Question:
    words = "" if refused is None else said(refused)["what"][question.language]
    return replace(question, tries_left=left, problem=words)


def _words(error: PinError, language: str) -> str:
    told = said(error)
    return f"{told['what'][language]} {told['next'][language]}"


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
