"""Examples of service.json and of the files of the whole catalogue, and of files that nothing would read."""

from __future__ import annotations

from pathlib import Path

from tests.catalogue.edits.shape import Example, example, removed, written

SERVICE, ABSENCE, GRANT = "general/question", "high_mountain/report_absence", "high_mountain/grant"
SETTINGS, DIAGRAM, ENGLISH = "service.json", "process.bpmn", "texts/en.json"
PARAMETERS, PROGRAMMES = "parameters/general.json", "programmes/telavi.json"
EMPTY_FORM = '{"schemaVersion": 19, "type": "default", "id": "unused", "components": []}'
# The catalogue's own files are read when an installation is loaded; no service asks for them.
CATALOGUE = ""


def setting(code: str, before: str, after: str, service: str = SERVICE) -> Example:
    return example(code, service, (SETTINGS, before, after))


def added(code: str, file: str, content: str | bytes | Path, shown: str = "") -> Example:
    return example(code, SERVICE, written(file, content), shown=shown)


EXAMPLES: list[Example] = [
    setting("catalogue.schema", '"fee_tetri": 0', '"fee_tetri": "0"'),
    example("catalogue.not_json", SERVICE, (ENGLISH, '"_review": "unchecked",', '"_review": "unchecked"')),
    setting("catalogue.code_is_not_folder_name", '"code": "general.question"', '"code": "general.ask"'),
    example(
        "catalogue.code_is_not_file_name",
        ABSENCE,
        ("high_mountain/registers/residents.json", '"code": "residents"', '"code": "resident"'),
    ),
    example(
        "catalogue.form_id_is_not_file_name",
        SERVICE,
        ("forms/direct.form", '"id": "direct"', '"id": "directs"'),
    ),
    setting("catalogue.register_unknown", '"register": null', '"register": "residents"'),
    example("catalogue.block_unknown", SERVICE, (DIAGRAM, '"shared.forwarding"', '"shared.forward"')),
    example("catalogue.file_missing", SERVICE, removed(DIAGRAM)),
    added("catalogue.unexpected_file", "notes.txt", "To do: ask the lawyer"),
    added("catalogue.bad_file_name", "documents/the answer.en.html", "<p>Thank you.</p>"),
    added("catalogue.symbolic_link", "README.md", Path("../complaint/README.md")),
    added(
        "catalogue.file_too_large", "README.md", (2 * 1024 * 1024 + 1) * " ", shown="a file of more than 2 MB"
    ),
    added("catalogue.folder_too_deep", "documents/a/b/c/d/letter.html", "<p>Thank you.</p>"),
    example(
        "catalogue.folder_too_large",
        SERVICE,
        *(written(f"images/{number}.png", "") for number in range(1_001)),
        shown="more than 1,000 pictures",
    ),
    added("reference.form_unused", "forms/unused.form", EMPTY_FORM),
    setting("reference.contact_unknown", '"email": "application.email"', '"email": "application.mail"'),
    setting(
        "reference.announcement_unknown",
        '"about_announcement": "announcement"',
        '"about_announcement": "subject"',
    ),
    setting(
        "reference.sub_programme_unknown",
        '"sub_programme": "programme"',
        '"sub_programme": "need"',
        "social/apply",
    ),
    setting(
        "reference.column_restricted", '"answer": "application.subject"', '"answer": "application.question"'
    ),
    setting("reference.precondition_field", '"programme_name",', '"programe_name",', "social/apply"),
    setting("reference.precondition_answer", '"programme"\n', '"programe"\n', "social/apply"),
    setting("reference.household_unknown", '"number": "personal_number"', '"number": "personal_no"', GRANT),
    setting("reference.parameter_unknown", '"term": "pubinfo.answer"', '"term": "pubinfo.anser"'),
    setting("reference.not_a_term", '"term": "pubinfo.answer"', '"term": "council.floor"'),
    setting(
        "reference.parameter_not_in_force", '"effective_from": "2026-01-01"', '"effective_from": "1999-01-01"'
    ),
    setting("reference.form_unknown", '"form": "eligibility"', '"form": "eligible"', GRANT),
    setting("reference.decision_unknown", '"decision": "eligibility"', '"decision": "eligible"', GRANT),
    setting("reference.result_unknown", '"output": "eligible"', '"output": "eligibile"', GRANT),
    setting("feel.unknown_name", "then settlement else", "then setlement else", GRANT),
    example(
        "catalogue.parameter_never_valid",
        SERVICE,
        (PARAMETERS, '"valid_until": null', '"valid_until": "2020-01-01"'),
    ),
    example(
        "catalogue.parameter_overlap",
        SERVICE,
        (PARAMETERS, '"name": "council.floor"', '"name": "pubinfo.answer"'),
    ),
    example(
        "catalogue.programmes_elsewhere",
        SERVICE,
        (PROGRAMMES, '"municipality": "telavi"', '"municipality": "keda"'),
    ),
    example(
        "catalogue.programme_never_valid",
        SERVICE,
        (PROGRAMMES, '"valid_until": "2027-01-01"', '"valid_until": "2025-01-01"'),
    ),
    example("catalogue.programme_overlap", SERVICE, (PROGRAMMES, '"code": "treatment"', '"code": "newborn"')),
    example(
        "reference.parameter_unread",
        CATALOGUE,
        (PARAMETERS, '"name": "drafts.kept"', '"name": "drafts.keep"'),
    ),
    example(
        "reference.message_unread",
        CATALOGUE,
        ("assets/module.json", '{ "name": "number", "kind"', '{ "name": "act_number", "kind"'),
    ),
    example(
        "catalogue.code_twice", CATALOGUE, ("centers.json", '"code": "center-02"', '"code": "center-01"')
    ),
    example(
        "catalogue.municipality_unknown",
        CATALOGUE,
        ("centers.json", '"municipality": "gurjaani"', '"municipality": "gurjani"'),
    ),
    example(
        "catalogue.unit_unknown",
        CATALOGUE,
        ("municipalities/keda.json", '"unit": "keda-unit-1"', '"unit": "keda-1"'),
    ),
]
