"""The one card that is meant, of all that may lie in readers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from signing.agent import places
from signing.agent.errors import SeveralCards
from signing.cards import readers
from signing.cards.card import Card
from signing.cards.errors import CardMute, CardUnknown, NoCard
from signing.cards.module import ModuleCard, module_card
from signing.cards.profiles import known_profiles, profile_of

AnyCard = Card | ModuleCard


@contextmanager
def the_card() -> Iterator[AnyCard]:
    """Yield the card until the end of the block. Raises `CardError` or `AgentError`.

    Without a module it is ours alone; modules let other programs in.
    """
    module = places.module()
    with readers.open_card(_reader()) if module is None else module_card(module) as card:
        yield card


def _reader() -> str:
    """Return the reader with a card that we know."""
    filled = [state for state in readers.states() if state.has_card]
    known = [state.name for state in filled if not state.is_mute and _is_known(state.atr)]
    if len(known) > 1:
        raise SeveralCards
    if known:
        return known[0]
    if not filled:
        raise NoCard
    if any(state.is_mute for state in filled):
        raise CardMute
    raise CardUnknown(filled[0].atr)


def _is_known(atr: bytes) -> bool:
    try:
        profile_of(atr, known_profiles())
    except CardUnknown:
        return False
    return True
