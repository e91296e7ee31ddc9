"""Asking the property registry about one plot of land, by its cadastral code.

Contract: `contracts/property_registry.openapi.json`. An answer counts only when it has the agreed shape and
is about the plot asked for. Whether somebody may build there is for people and tables to say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from marshmallow import ValidationError, fields, validate

from engine.connectors import representations as r
from engine.connectors.http import answer_invalid
from engine.connectors.state_registers import CADASTRAL_CODE, SHARE, SOURCE, StateRegister
from engine.errors import Rejected
from forms.formats import Refused
from forms.plots import read_plot

CATEGORIES: Final = ("agricultural", "non_agricultural")
PLOT_OUTPUTS: Final = (
    *("found", "area_m2", "category", "address", "owners", "encumbrances", "geometry", "reference"),
    *("checked_at", "source"),
)
_CODE = re.compile(r"[0-9.]{11,40}")
_NUMBER = validate.Regexp(r"\A([0-9]{9}|[0-9]{11})\Z")


@dataclass(frozen=True)
class Plot:
    """Record of a plot in the registry; `held` is None where it knows none with this code."""

    held: Mapping[str, Any] | None
    reference: str

    def as_result(self, checked_at: datetime) -> dict[str, Any]:
        """Return the result of the operation: texts in Georgian, shares such as `1/2`, area in m²."""
        held = self.held or dict.fromkeys(PLOT_OUTPUTS)
        return {
            **{name: held[name] for name in PLOT_OUTPUTS[1:7]},
            "found": self.held is not None,
            "owners": [_plain(owner) for owner in held["owners"] or ()],
            "encumbrances": [encumbrance["ka"] for encumbrance in held["encumbrances"] or ()],
            "address": held["address"]["ka"] if held["address"] else None,
            "reference": self.reference,
            "checked_at": checked_at.isoformat(),
            "source": SOURCE,
        }


class PropertyRegistry(StateRegister):
    """The property registry: asked about people as its like, and about plots."""

    def plot(self, cadastral_code: str, *, case_number: str, legal_ground: str, purpose: str) -> Plot:
        """Ask about one plot, once.

        Raises `Unavailable` when it is worth asking again, `Rejected` when it is not.
        """
        if not _CODE.fullmatch(cadastral_code):
            raise Rejected("registry.cadastral_code_malformed", system=self.name)
        stated = self._stated(case_number, legal_ground, purpose)
        answer = self._http.get("property-registry", "v1", "plots", cadastral_code, headers=stated)
        read = self._read(answer, _ANSWER)
        if read["cadastral_code"] != cadastral_code:
            raise answer_invalid(self.name, "other_plot")
        return Plot(read["plot"], read["reference"])


def _plain(owner: Mapping[str, Any]) -> dict[str, Any]:
    return {"number": owner["number"], "name": owner["name"]["ka"], "share": owner["share"]}


def _is_polygon(value: Any) -> None:
    try:
        read_plot(value)
    except Refused:
        raise ValidationError("plot") from None


class _Owner(r.Lenient):
    number = fields.String(required=True, validate=_NUMBER)
    name = fields.Nested(r.Name, required=True)
    share = fields.String(required=True, validate=SHARE)


class _Plot(r.Lenient):
    area_m2 = fields.Float(required=True, validate=validate.Range(min=0, min_inclusive=False, max=1e9))
    category = fields.String(required=True, validate=validate.OneOf(CATEGORIES))
    address = fields.Nested(r.Name, required=True)
    owners = fields.List(fields.Nested(_Owner), required=True, validate=validate.Length(max=200))
    encumbrances = fields.List(fields.Nested(r.Name), required=True, validate=validate.Length(max=50))
    geometry = fields.Dict(load_default=None, allow_none=True, validate=_is_polygon)


class _Answer(r.Lenient):
    cadastral_code = fields.String(required=True, validate=CADASTRAL_CODE)
    reference = fields.String(required=True, validate=validate.Length(min=1, max=80))
    plot = fields.Nested(_Plot, required=True, allow_none=True)


_ANSWER: Final = _Answer()
