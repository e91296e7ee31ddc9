"""The order of validation: what is looked at, and what can still be looked at after an error.

The diagram comes first, file by file, then everything else that can be read on its own, then how
the parts fit together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from engine.catalogue.blocks import folder_of
from engine.catalogue.check import salvage
from engine.catalogue.check.boundaries import AT_ONCE, NEVER_COMES, UNFAILING, check_boundaries
from engine.catalogue.check.calls import check_calls, with_callers
from engine.catalogue.check.clocks import check_clocks
from engine.catalogue.check.cohort import check_cohort
from engine.catalogue.check.columns import check_columns
from engine.catalogue.check.contact import check_contact, check_household, check_offered
from engine.catalogue.check.decisions import check_decisions
from engine.catalogue.check.eligibility import check_eligibility
from engine.catalogue.check.entries import check_entries
from engine.catalogue.check.expressions import check_expressions
from engine.catalogue.check.findings import (
    Finding,
    Unfit,
    errors_among,
    of_catalogue,
    remark,
    wrong,
)
from engine.catalogue.check.flow import check_paths
from engine.catalogue.check.forms import check_forms
from engine.catalogue.check.in_each_language import check_alphabets, check_texts
from engine.catalogue.check.inputs import check_inputs
from engine.catalogue.check.layout import check_layout
from engine.catalogue.check.messages import check_messages
from engine.catalogue.check.operations import check_operations
from engine.catalogue.check.parameters import check_parameters
from engine.catalogue.check.preconditions import check_preconditions
from engine.catalogue.check.references import check_references
from engine.catalogue.check.repetitions import check_repetitions
from engine.catalogue.check.second_person import check_second_person
from engine.catalogue.check.signing import check_signing
from engine.catalogue.check.subject import Subject, read_subject
from engine.catalogue.check.targets import check_targets
from engine.catalogue.check.templates import check_templates
from engine.catalogue.check.triggers import check_triggers
from engine.catalogue.check.validation_cache import NO_CACHE, ValidationCache
from engine.catalogue.check.wording import check_wording
from engine.catalogue.errors import CatalogueError
from engine.catalogue.folder import ServiceFolder, read_service
from engine.catalogue.parameters import Parameters, read_parameters
from engine.catalogue.programmes import read_programmes
from engine.catalogue.soundness import (
    NOTHING_KNOWN,
    OperationBehaviour,
    judge,
    listed,
    places_of,
    read_own,
    uncaught_escalations,
)

CHECKS = (
    check_references,
    check_operations,
    check_entries,
    check_calls,
    check_messages,
    check_signing,
    check_second_person,
    check_boundaries,
    check_clocks,
    check_contact,
    check_household,
    check_offered,
    check_columns,
    check_expressions,
    check_inputs,
    check_targets,
    check_repetitions,
    check_forms,
    check_decisions,
    check_eligibility,
    check_cohort,
    check_triggers,
    check_preconditions,
    check_templates,
    check_parameters,
    check_wording,
    check_texts,
    check_alphabets,
    check_layout,
)

OPERATIONS = OperationBehaviour(at_once=AT_ONCE, unfailing=UNFAILING)


def check(
    folder: ServiceFolder, parameters: Parameters | None = None, *, cache: ValidationCache = NO_CACHE
) -> None:
    """Raise `Unfit` with the errors of a service. Without parameters their names are taken on trust."""
    errors = errors_among(examine(folder.code, folder.files_in_force, parameters, cache=cache))
    if errors:
        raise Unfit(folder_of(folder.code), errors)


def check_folder(path: Path, *, cache: ValidationCache = NO_CACHE) -> tuple[Finding, ...]:
    """Read a service folder and return everything that is to be said about it."""
    found: list[Finding] = []
    bpmn, code = path.parent.parent, f"{path.parent.name}.{path.name}"
    try:
        files = read_service(path).files_in_force
    except CatalogueError as error:
        found.append(of_catalogue(error))
        files = salvage.files_of(path, found)
        found += salvage.misshapen(files, bpmn)
        files = salvage.shaped(files, bpmn)
    parameters = None
    try:
        parameters = parameters_beside(path)
    except CatalogueError as error:
        found.append(of_catalogue(error))
    try:
        read_programmes(bpmn)
    except CatalogueError as error:
        found.append(of_catalogue(error))
    found += examine(code, files, parameters, cache=cache)
    said = {finding.file for finding in found if finding.code.startswith("diagram.")}
    is_said = [
        finding
        for finding in found
        if finding.code == "catalogue.diagram_unreadable" and finding.file in said
    ]
    return tuple(finding for finding in dict.fromkeys(found) if finding not in is_said)


def parameters_beside(path: Path) -> Parameters | None:
    """Return the parameters of the catalogue a service folder lies in; one that was exported has none."""
    bpmn = path.parent.parent
    return read_parameters(bpmn) if (bpmn / "parameters").is_dir() else None


def examine(
    code: str, files: Mapping[str, bytes], parameters: Parameters | None, *, cache: ValidationCache = NO_CACHE
) -> tuple[Finding, ...]:
    """Return everything that is to be said about the files of a service."""
    return cache.get(code, files, parameters, lambda: _examined(code, files, parameters))


def _examined(code: str, files: Mapping[str, bytes], parameters: Parameters | None) -> tuple[Finding, ...]:
    found: list[Finding] = []
    subject = read_subject(code, files, parameters=parameters, found=found)
    for judgement in CHECKS:
        found += judgement(subject)
    # What follows an event that can't come need not be told once more.
    is_told = any(finding.code in NEVER_COMES for finding in found)
    flaws = list(_soundness(subject, NOTHING_KNOWN if is_told else OPERATIONS))
    found += flaws
    if not errors_among(flaws) and subject.has_all_forms:
        # Of a diagram that is not sound, or of unknown answers, nobody can say what a case knows where.
        found += check_paths(subject)
    return tuple(dict.fromkeys(with_callers(found, subject)))


def _soundness(subject: Subject, known: OperationBehaviour) -> Iterator[Finding]:
    if subject.definition is None:
        return
    drawing, places = read_own(subject.definition, known), places_of(subject.definition)
    verdict = judge(drawing)

    def at(element: str) -> dict[str, str]:
        """Return the place of an element; one without a name is told by its neighbours."""
        place = places.of(element)
        return subject.at(element) | ({"name": place.sign} if place is not None else {})

    for flaw in verdict.flaws:
        behind = listed(flaw.behind, places.name)
        yield wrong(f"soundness.{flaw.property}", path=flaw.path, detail=behind, **at(flaw.element))
    for reason in verdict.undecided:
        place = subject.at(reason.element or subject.definition.process_id)
        yield wrong("soundness.not_decided", detail=reason.reason, **place)
    for flaw in verdict.held:
        yield remark("soundness.held", path=flaw.path, **at(flaw.element))
    for element in verdict.raced:
        yield remark("soundness.race", **at(element))
    for element in uncaught_escalations(drawing):
        yield remark("soundness.escalation_not_caught", **at(element))
