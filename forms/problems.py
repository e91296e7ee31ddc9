"""A refusal before it has a place: the code and limits, without the path and the label.

It exists because marshmallow's errors travel as plain lists; a list of problems keeps code and numbers
apart until the boundary turns them into `FieldError`. It refuses to know words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """Reason why a value was refused."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
