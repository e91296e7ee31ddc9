"""Refusals of a provider's sign-in; what to do about each stands in the texts of errors."""

from __future__ import annotations

from engine.errors import Rejected


class AttemptOver(Rejected):
    """The attempt to sign in is used up, too old, of another provider, or never began here."""

    code = "openid.attempt_over"


class OtherPerson(Rejected):
    """Somebody else is signed in in this browser."""

    code = "openid.other_person"


class IdentityOfAnother(Rejected):
    """The provider's account has signed in before, with another personal number."""

    code = "openid.identity_of_another"


class NotOfOffice(Rejected):
    """This provider signs in people of the office, and the person holds no office today."""

    code = "openid.not_of_office"


class Cancelled(Rejected):
    """The person, or the provider for them, broke the sign-in off."""

    code = "openid.cancelled"


class NoNumber(Rejected):
    """The provider does not say the personal number."""

    code = "openid.no_number"


class LevelTooLow(Rejected):
    """The provider has not proven the level that is needed."""

    code = "openid.level_too_low"
