"""The kinds of signed things that are spoilt: a whole one of each, how it is spoilt and how it is judged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.simulation.fuzz.signatures import (
    agreed,
    archived,
    detached,
    enclosed,
    given,
    judge_container,
    judge_detached,
    judge_enclosed,
    judge_pdf,
    judge_returned,
    listed,
    packed,
    paired,
    parted,
    renewed_simple,
    returned,
    signed_pdf,
    simple_in_cms,
    simple_in_xml,
    with_other_cms,
)
from tests.simulation.fuzz.spoiling import spoilt, spoilt_asn1, spoilt_package
from tests.simulation.fuzz.tokens import judge_token, spoilt_token, token


@dataclass(frozen=True)
class Kind:
    """One kind of signed thing."""

    whole: Callable[[], bytes]
    spoil: Callable[[bytes, Random], bytes]
    judge: Callable[[bytes], str]  # how it ended, the check before a colon; raises `FalseAccept`

    def file(self, seed: int, number: int) -> bytes:
        """Return the spoilt file of this number."""
        return self.spoil(self.whole(), Random(f"{seed} {number}"))


def _spoilt_pair(pair: bytes, chance: Random) -> bytes:
    signature, file = parted(pair)
    if chance.random() < 0.1:
        return paired(signature, spoilt(file, chance))
    return paired(spoilt_asn1(signature, chance), file)


def _spoilt_pdf(pdf: bytes, chance: Random) -> bytes:
    if chance.random() < 0.5 and (made := with_other_cms(pdf, lambda cms: spoilt_asn1(cms, chance))):
        return made
    return spoilt(pdf, chance)


def _spoilt_returned(pdf: bytes, chance: Random) -> bytes:
    """Return it with what was added spoilt; all before it has to be what was given."""
    if chance.random() < 0.5 and (made := with_other_cms(pdf, lambda cms: spoilt_asn1(cms, chance))):
        return made
    begins = len(given())
    return pdf[:begins] + spoilt(pdf[begins:], chance)


def _container(whole: Callable[[], bytes]) -> Kind:
    return Kind(whole, spoilt_package, judge_container(whole))


KINDS = {
    "token": Kind(token, spoilt_token, judge_token),
    "pdf": Kind(signed_pdf, _spoilt_pdf, judge_pdf),
    "returned": Kind(returned, _spoilt_returned, judge_returned),
    "package": _container(packed),
    "ASiC-E in XML": _container(agreed),
    "ASiC-E renewed": _container(archived),
    "ASiC-E in CMS": _container(listed),
    "ASiC-S in XML": _container(simple_in_xml),
    "ASiC-S in CMS": _container(simple_in_cms),
    "ASiC-S renewed": _container(renewed_simple),
    "CMS around": Kind(enclosed, spoilt_asn1, judge_enclosed),
    "CMS beside": Kind(detached, _spoilt_pair, judge_detached),
}
