"""Settings of a service as a form says them: who may ask, by what way, fee, term, day, laws.

What the form has no field for stays as it is. Whether it fits is validation's business. Refuses to know SQL
and pages.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final

from engine.errors import Rejected
from engine.process.step_term import Terms, lengths

ASKING: Final = ("natural_person", "legal_person", "representative", "office")
CHANNELS: Final = ("portal", "centre", "desk", "post", "email")
EXPIRY: Final = ("refusal_by_silence", "consent_by_silence", "escalate")
UNSURE: Final = "low"
MOST_FEE: Final = Decimal(1_000_000)


class FeeUnusable(Rejected):
    """A fee is an amount of lari with at most two digits after the point."""

    code = "service_draft.fee_unusable"


@dataclass(frozen=True)
class Law:
    """An act and its article, as a line of the form."""

    acts: Mapping[str, str]
    article: str


@dataclass(frozen=True)
class UsedParameter:
    """A parameter that a file of the service names, as the release knows it."""

    name: str
    names: Mapping[str, str]
    value: Any
    unit: str | None
    law: Any
    confidence: str


class SettingsFile:
    """The settings of one service."""

    def __init__(self, content: bytes) -> None:
        found = json.loads(content)
        self.settings: dict[str, Any] = found if isinstance(found, dict) else {}

    def content(self) -> bytes:
        return f"{json.dumps(self.settings, ensure_ascii=False, indent=2)}\n".encode()

    @property
    def fee(self) -> str:
        """Return the fee in lari."""
        tetri = self.settings.get("fee_tetri")
        return str(Decimal(tetri) / 100) if isinstance(tetri, int) else ""

    def set_fee(self, lari: str) -> None:
        if lari.strip() == self.fee:
            return
        try:
            tetri = Decimal(lari.strip().replace(",", ".") or "0") * 100
        except InvalidOperation:
            raise FeeUnusable(fee=lari[:40]) from None
        if not tetri.is_finite() or tetri != tetri.to_integral_value() or not 0 <= tetri <= MOST_FEE * 100:
            raise FeeUnusable(fee=lari[:40])
        self.settings["fee_tetri"] = int(tetri)

    @property
    def clock(self) -> Mapping[str, Any]:
        found = self.settings.get("clock")
        return found if isinstance(found, dict) else {}

    def set_clock(self, term: str, on_expiry: str) -> None:
        """Say the term and what its end means; every service has one."""
        if term:
            self.settings["clock"] = {**self.clock, "term": term, "on_expiry": on_expiry}

    def choose(self, name: str, chosen: Sequence[str], known: Sequence[str]) -> None:
        """Say a list of known values, in the order in which it stood; none chosen changes nothing."""
        before = self.settings.get(name)
        before = before if isinstance(before, list) else []
        if set(before) != set(chosen) and chosen:
            kept = [value for value in before if value in chosen or value not in known]
            self.settings[name] = [
                *kept,
                *(value for value in known if value in chosen and value not in kept),
            ]

    @property
    def laws(self) -> list[Law]:
        found = self.settings.get("law")
        return [
            Law(law.get("act") or {}, law.get("article") or "")
            for law in (found if isinstance(found, list) else [])
            if isinstance(law, dict)
        ]

    def set_laws(self, laws: Sequence[Law]) -> None:
        """Say the acts line by line; what is known of an act besides stays with its line."""
        known = self.settings.get("law")
        known = known if isinstance(known, list) else []
        said = []
        for number, law in enumerate(laws):
            if not any(law.acts.values()):
                continue
            before = known[number] if number < len(known) else {"confidence": UNSURE}
            is_same = before.get("act") == dict(law.acts) and (before.get("article") or "") == law.article
            ours = {"act": dict(law.acts), "article": law.article or None}
            rest = {key: value for key, value in before.items() if key not in ours}
            said.append(before if is_same else {**ours, **rest})
        self.settings["law"] = said


def terms(bpmn: Path) -> dict[str, Mapping[str, str]]:
    """Return the terms that a service may run by, with their names."""
    return {
        parameter["name"]: parameter["names"]
        for parameter in _parameters(bpmn)
        if parameter["kind"] == "term"
    }


def term_lengths(bpmn: Path) -> Terms:
    """Return how long the terms are in short, as the country has them: of several values the last."""
    return lengths({entry["name"]: entry["value"] for entry in _parameters(bpmn) if entry["kind"] == "term"})


def parameters(bpmn: Path) -> dict[str, Mapping[str, str]]:
    """Return all parameters of the law, with their names."""
    return {parameter["name"]: parameter["names"] for parameter in _parameters(bpmn)}


def used_parameters(files: Mapping[str, bytes], bpmn: Path) -> tuple[UsedParameter, ...]:
    """Return the parameters that the files name, each once."""
    everything = b"\n".join(files.values())
    found = {
        parameter["name"]: parameter
        for parameter in _parameters(bpmn)
        if parameter["name"].encode() in everything
    }
    return tuple(
        UsedParameter(
            name,
            parameter["names"],
            parameter["value"],
            parameter.get("unit"),
            parameter.get("law"),
            str(parameter.get("confidence", "")),
        )
        for name, parameter in sorted(found.items())
    )


def _parameters(bpmn: Path) -> list[dict[str, Any]]:
    return [
        parameter
        for file in sorted((bpmn / "parameters").glob("*.json"))
        for parameter in json.loads(file.read_bytes())["parameters"]
    ]
