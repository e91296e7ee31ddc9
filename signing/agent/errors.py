"""Errors between the browser, the person and the card, beside what the card itself says."""

from __future__ import annotations

from typing import ClassVar


class AgentError(Exception):
    """The program can't do what was asked."""

    code: ClassVar[str] = "agent.failed"

    def __init__(self, detail: str = "") -> None:
        super().__init__(f"{self.code}: {detail}" if detail else self.code)


class Malformed(AgentError):
    """The message is not one of the protocol."""

    code = "request.malformed"


class TooLong(AgentError):
    """The message is longer than any of the protocol."""

    code = "request.too_long"


class OtherVersion(AgentError):
    """The extension speaks another version of the protocol."""

    code = "request.version"


class SiteRefused(AgentError):
    """The site is reached in a way that anybody could listen to or change."""

    code = "site.refused"


class SeveralCards(AgentError):
    """Two cards are there, and nobody said which is meant."""

    code = "card.several"


class CardChanged(AgentError):
    """The certificate that the site was given is not of the card that is there now."""

    code = "card.changed"


class CertificateExpired(AgentError):
    """The certificate of the key has run out."""

    code = "certificate.expired"


class CertificateNotYetValid(AgentError):
    """The certificate of the key has not begun, or this computer's clock is wrong."""

    code = "certificate.not_yet_valid"


class Cancelled(AgentError):
    """The person said no, or the page that asked has gone."""

    code = "person.cancelled"


class TooLate(AgentError):
    """The person did not answer in time."""

    code = "person.too_late"


class NoPrompt(AgentError):
    """There is neither a display nor a terminal to ask at."""

    code = "prompt.none"
