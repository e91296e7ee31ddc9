"""The parameters of a scenario: values that the municipality's council has set for the day of filing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from engine.bootstrap import Engine
from engine.clock import SettableClock, local_date
from engine.commands.municipalities import SetParameter
from engine.roles import ADMINISTRATOR
from engine.scenarios.actors import staff_with
from engine.scenarios.money import GROUND


def set_values(engine: Engine, clock: SettableClock, place: Any, values: Mapping[str, Any]) -> None:
    """Let an administrator enter the values on the day before, since none begins on the day it is entered."""
    if not values:
        return
    filed_at, administrator = clock.now(), staff_with(engine, place, ADMINISTRATOR)
    clock.set(filed_at - timedelta(days=1))
    for name, value in values.items():
        command = SetParameter(name, place.code, value, GROUND, local_date(filed_at))
        engine.send(command, actor=administrator)
    clock.set(filed_at)
