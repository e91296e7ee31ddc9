"""A service that calls a shared block: the block's own files come first, the service's where it has none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.catalogue import snapshots
from engine.catalogue.check import check_folder, errors_among
from engine.catalogue.export import write_catalogue
from engine.catalogue.folder import read_service
from engine.catalogue.semantics import current
from engine.catalogue.versions import digest
from engine.commands.cases import CompleteTask
from engine.db.cluster import Cluster
from engine.queries import cases, tasks
from engine.studio.commands.publishing import PublishService
from engine.studio.queries import versions as query
from engine.tenancy import system
from tests.conftest import demo_settings
from tests.databases import PEOPLED
from tests.engine.kit import CITIZEN, Office, an_office, furnish
from tests.engine.services import REVIEW, flow, service_task, user_task, write_block, write_service

# The block asks the applicant, weighs the answer by a table of its own, and writes by a template of its
# own and by one of the service's.
ASKING = (
    '<bpmn:startEvent id="start"/>'
    + user_task("reply", assignee="=applicant.personal_number").replace('formId="reply"', 'formId="review"')
    + '<bpmn:businessRuleTask id="weigh"><bpmn:extensionElements>'
    '<zeebe:calledDecision decisionId="enough" resultVariable="weighed"/>'
    "</bpmn:extensionElements></bpmn:businessRuleTask>"
    + service_task("thank", "letter.send", inputs={"template": '="thanks"'})
    + service_task("remind", "letter.send", inputs={"template": '="told"'})
    + '<bpmn:endEvent id="end" name="დასრულდა"/>'
    + flow("start", "reply")
    + flow("reply", "weigh")
    + flow("weigh", "thank")
    + flow("thank", "remind")
    + flow("remind", "end")
)
CALLING = (
    user_task("review")
    + '<bpmn:callActivity id="ask"><bpmn:extensionElements><zeebe:calledElement processId="shared.asking"/>'
    '<zeebe:ioMapping><zeebe:input source="=3" target="least"/></zeebe:ioMapping>'
    "</bpmn:extensionElements></bpmn:callActivity>"
    + '<bpmn:endEvent id="done"/>'
    + flow("application", "review")
    + flow("review", "ask")
    + flow("ask", "done")
)
WORDS = {"type": "textfield", "key": "words", "label": "სიტყვები", "validate": {"required": True}}


def write_both(bpmn: Path) -> Path:
    write_block(
        bpmn,
        "asking",
        ASKING,
        forms={"review": WORDS},
        steps={"reply": "Reply to the office", "end": "Over"},
        inputs={"least": "number"},
        outputs={"weighed": "boolean", "reply": "context"},
        decisions={"enough": "string length(reply.words) &gt;= least"},
        letters={"thanks": "Thank you"},
    )
    return write_service(bpmn, body=CALLING)


@pytest.fixture
def calling(cluster: Cluster, tmp_path: Path) -> Iterator[Office]:
    """An office whose service calls the block."""
    cluster.create_database("calling_a_block", template=PEOPLED)
    settings = demo_settings(cluster.url("calling_a_block"), tmp_path)
    furnish(settings, REVIEW)
    with an_office(settings) as office:
        office.engine.send(PublishService(write_both(tmp_path / "calling"), "tests"), actor=system())
        yield office


def test_check__service_that_calls_a_block__finds_nothing(tmp_path: Path) -> None:
    assert errors_among(check_folder(write_both(tmp_path))) == ()


def test_export__of_a_version_with_blocks__reads_as_the_same_version(calling: Office, tmp_path: Path) -> None:
    with calling.engine.read(system()) as tx:
        files = snapshots.files(tx, calling.service, None)
        version = query.listed(tx, calling.service)[-1]

    write_catalogue(files, tmp_path / "out")

    assert (
        digest(read_service(tmp_path / "out" / "permits" / "note").files, current()).hex() == version.digest
    )


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("process.bpmn", "&quot;thanks&quot;", "&quot;thank&quot;"),
        ("process.bpmn", 'formId="review"', 'formId="reviews"'),
        ("process.bpmn", 'decisionId="enough"', 'decisionId="enoughs"'),
        ("texts/en.json", '"reply"', '"replies"'),
        ("enough.dmn", "least", "lest"),
        ("documents/thanks.ka.html", "application.note", "aplication.note"),
        ("texts/en.json", '"end"', '"ende"'),
    ],
)
def test_check__mistake_in_a_block__is_found(tmp_path: Path, file: str, old: str, new: str) -> None:
    folder = write_both(tmp_path)
    path = tmp_path / "shared" / "asking" / file
    text = path.read_text().replace("='=\"thanks\"'", "='=&quot;thanks&quot;'")
    assert old in text

    path.write_text(text.replace(old, new, 1))

    assert errors_among(check_folder(folder)) != ()


def test_case__in_a_block__uses_its_form_texts_decision_and_template(calling: Office) -> None:
    filed = calling.file()
    calling.complete(filed.case_id, good=True)
    citizen, task = calling.person(CITIZEN), calling.task(filed.case_id, "reply")

    with calling.engine.read(citizen) as tx:
        shown = tasks.view(tx, task.id, "en")
    calling.engine.send(CompleteTask(task.id, {"words": "fine"}), actor=citizen)
    calling.run_jobs(filed.case_id)
    calling.run_jobs(filed.case_id)

    seen = calling.observe(filed.case_id)
    assert shown.step["en"] == "Reply to the office"
    assert (seen.document["reply"], seen.document["weighed"]) == ({"words": "fine"}, True)
    assert seen.letters == ("thanks", "told")
    with calling.engine.read(calling.staff("specialist")) as tx:
        page = cases.view(tx, filed.case_id, "en")
    assert {letter.subject["en"] for letter in page.letters} == {"Thank you", filed.number}
    assert [row.value for section in page.sections if section.element == "reply" for row in section.rows] == [
        "fine"
    ]
    assert page.advice is not None and page.advice.decision["en"] == "enough"


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("shared/asking/block.json", '"weighed"', '"weighd"', "reference.block_output_missing"),
        ("shared/asking/block.json", '"name": "least"', '"name": "leest"', "reference.block_input_unknown"),
        ("shared/asking/block.json", '"name": "least"', '"name": "leest"', "reference.block_input_missing"),
        ("shared/asking/block.json", '"kind": "number"', '"kind": "date"', "reference.block_input_kind"),
        ("permits/note/process.bpmn", 'source="=3"', 'source="=null"', "reference.block_input_kind"),
        ("shared/asking/block.json", '"forms": []', '"forms": [{"id": "act", "fields": ["what"]}]', ""),
        (
            "shared/asking/block.json",
            '"forms": []',
            '"forms": [{"id": "act", "fields": ["how"]}]',
            "reference.block_form_lacks_field",
        ),
        (
            "shared/asking/block.json",
            '"forms": []',
            '"forms": [{"id": "acts", "fields": []}]',
            "reference.block_form_missing",
        ),
        ("shared/asking/block.json", '"letters": []', '"letters": ["told"]', ""),
        (
            "shared/asking/block.json",
            '"letters": []',
            '"letters": ["tell"]',
            "reference.block_letter_missing",
        ),
        (
            "shared/asking/block.json",
            '"code": "asking"',
            '"code": "askin"',
            "catalogue.code_is_not_folder_name",
        ),
    ],
)
def test_check__call_and_block_that_do_not_fit__are_told_at_the_call(
    tmp_path: Path, file: str, old: str, new: str, code: str
) -> None:
    folder = write_both(tmp_path)
    text = (tmp_path / file).read_text()
    assert old in text

    (tmp_path / file).write_text(text.replace(old, new, 1))

    found = {finding.code for finding in errors_among(check_folder(folder))}
    assert code in found if code else not found


def test_check__block_without_a_contract__is_refused_and_names_who_calls_it(tmp_path: Path) -> None:
    folder = write_both(tmp_path)
    (tmp_path / "shared" / "asking" / "block.json").unlink()

    (found,) = [finding for finding in check_folder(folder) if finding.code == "reference.block_undeclared"]

    assert found.callers == ("permits/note/process.bpmn: ask",)


def test_check__values_that_calls_give__are_seen_through_the_block(tmp_path: Path) -> None:
    write_block(
        tmp_path,
        "telling",
        '<bpmn:startEvent id="start"/>'
        + service_task("tell", "letter.send", inputs={"template": "=letter"})
        + user_task("look", role="=who")
        + '<bpmn:endEvent id="end"/>'
        + flow("start", "tell")
        + flow("tell", "look")
        + flow("look", "end"),
        forms={"look": WORDS},
        steps={"look": "Look"},
        inputs={"letter": "string", "who": "string"},
        outputs={},
    )
    call = (
        '<bpmn:callActivity id="call"><bpmn:extensionElements>'
        '<zeebe:calledElement processId="shared.telling"/><zeebe:ioMapping>'
        '<zeebe:input source="=&quot;nobodys&quot;" target="letter"/>'
        '<zeebe:input source="=&quot;stranger&quot;" target="who"/></zeebe:ioMapping>'
        "</bpmn:extensionElements></bpmn:callActivity>"
    )
    folder = write_service(
        tmp_path,
        body=call + '<bpmn:endEvent id="done"/>' + flow("application", "call") + flow("call", "done"),
    )
    module = tmp_path / "permits" / "module.json"
    module.write_text(
        module.read_text().replace(
            '"roles": []', '"roles": [{"code": "specialist", "names": {"ka": "a", "en": "b"}}]'
        )
    )

    found = {(finding.code, finding.where, finding.detail) for finding in check_folder(folder)}

    assert ("reference.template_unknown", "tell", "documents/nobodys.ka.html") in found
    assert ("reference.role_unknown", "look", "stranger") in found
