"""The names that expressions of a service may read from the data of a case."""

from __future__ import annotations

from typing import Final

from engine.process import Definition, names_written_by
from engine.scope import RESERVED


def case_names(definition: Definition) -> frozenset[str]:
    """Return what the diagram may write, with what every case has."""
    return frozenset((*names_written_by(definition), definition.start.id, *RESERVED))


# What `engine.answers.context` puts beside the data of the case; a form that begins a case has less.
BESIDE_FORMS: Final = frozenset({"options", "parameters", "programmes"})
