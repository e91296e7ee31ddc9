"""Findings without an example, each with the reason: no edit of a shipped service leads to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_OF_DISKS = "Tells of the disk and not of what was written."
_OF_CASES = "Only a running case meets it."
_OF_TRIALS = "Tells of the machine that tries a start, or of a diagram too large to be shown."

WITHOUT: Final[Mapping[str, str]] = {
    "catalogue.diagram_unreadable": "What is wrong with the diagram is told in its place.",
    "catalogue.does_not_fit_together": "Sums up the other errors where a service was to be published.",
    "catalogue.file_unreadable": _OF_DISKS,
    "catalogue.folder_unreadable": _OF_DISKS,
    "catalogue.not_a_file": _OF_DISKS,
    "catalogue.parameter_is_a_term": _OF_CASES,
    "catalogue.parameter_not_a_term": _OF_CASES,
    "catalogue.parameter_unknown": _OF_CASES,
    "catalogue.schemas_missing": "Tells of a catalogue without its schemas, which no service holds.",
    "catalogue.texts": "`catalogue.schema` tells it in its place.",
    "data.not_decided": "Takes a diagram of very many ways.",
    "document.template.invalid": "Stands for those that name the mistake.",
    "feel.not_json": _OF_CASES,
    "feel.present_unknown": _OF_CASES,
    "feel.value_too_large": _OF_CASES,
    "trial.failed": _OF_TRIALS,
    "trial.out_of_memory": _OF_TRIALS,
    "trial.timed_out": _OF_TRIALS,
}
