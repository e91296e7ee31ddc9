"""The property registry: what it holds of the invented plots of land."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from werkzeug.wrappers import Request, Response

from .answering import as_json, referenced, refused, unreadable
from .faults import Fault

DEFAULT_FILE: Final = Path(__file__).parent.parent / "plots.json"


def load_plots(file: Path = DEFAULT_FILE) -> dict[str, dict[str, Any]]:
    """Return what is known of each plot, by cadastral code."""
    content: dict[str, dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))["plots"]
    return content


def answer_plot(
    plots: Mapping[str, dict[str, Any]], request: Request, *, cadastral_code: str, fault: Fault
) -> Response:
    """Answer what the registry holds of a plot, falsified if the fault says so."""
    if refusal := refused(request):
        return refusal
    found = plots.get(cadastral_code)
    answer = {
        "cadastral_code": cadastral_code,
        "reference": referenced(cadastral_code, found),
        "plot": found,
    }
    if fault.mode != "wrong":
        return as_json(answer)
    if spoiled := unreadable(fault.how):
        return spoiled
    if fault.how == "other_person":
        return as_json(answer | {"cadastral_code": "99.99.99.999"})
    return as_json(answer | {"plot": {"area_m2": "large"}})
