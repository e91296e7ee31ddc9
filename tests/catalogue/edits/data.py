"""Examples of data that are read too early or never, of terms, signatures "
"and second persons, and of words."""

from __future__ import annotations

from engine.installation.loading import BPMN
from tests.catalogue.edits.shape import Example, example, written

SERVICE, CONSENT = "general/question", "assets/consent"
DIAGRAM, ENGLISH, FORM = "process.bpmn", "texts/en.json", "forms/direct.form"
COUNCIL = "shared/council/process.bpmn"
LAW = 'name="mms:law" value="№2181, მუხ. 37, 40"'
NOT_OURS = "=direct.answered_by = &quot;not_ours&quot;"
DIRECTED, PREPARED = "<bpmn:outgoing>directed</bpmn:outgoing>", "<bpmn:outgoing>prepared</bpmn:outgoing>"
DECIDED = '<zeebe:output source="=result" target="decision"/>'
ASKED = '<bpmn:sequenceFlow id="application_to_ask_council" sourceRef="application" targetRef="ask_council"/>'
PAUSED = (
    '<bpmn:serviceTask id="pause"><bpmn:extensionElements><zeebe:taskDefinition type="clock.pause"/>'
    '</bpmn:extensionElements></bpmn:serviceTask><bpmn:sequenceFlow id="to_pause" sourceRef="application" '
    'targetRef="pause"/><bpmn:sequenceFlow id="paused" sourceRef="pause" targetRef="ask_council"/>'
)
REPEATED = (
    "<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics "
    'inputCollection="=[1, 2]" outputCollection="said"/></bpmn:extensionElements>'
    "</bpmn:multiInstanceLoopCharacteristics>"
)


def edited(code: str, before: str, after: str, behind: str = "", file: str = DIAGRAM) -> Example:
    return example(code, SERVICE, (file, behind, before, after))


def signing(code: str, before: str, after: str) -> Example:
    return example(code, CONSENT, (COUNCIL, before, after))


def swapped(name: str) -> Example:
    """An example of letters that were saved under each other's language."""
    paths = {language: BPMN / SERVICE / f"documents/{name}.{language}.html" for language in ("en", "ka")}
    letters = {language: path.read_text() for language, path in paths.items()}
    return example(
        "reference.other_alphabet",
        SERVICE,
        written(f"documents/{name}.en.html", letters["ka"].replace('lang="ka"', 'lang="en"')),
        written(f"documents/{name}.ka.html", letters["en"].replace('lang="en"', 'lang="ka"')),
        shown="the Georgian letter in the English file, and the reverse",
    )


SUSPEND, TABLE = "high_mountain/suspend", "grounds.dmn"
OPINION = (
    'if opinion = null then "none" else if opinion.conclusion = null then "none" else opinion.conclusion'
)

EXAMPLES: list[Example] = [
    edited("data.read_before_set", NOT_OURS, "=answer.next = &quot;return&quot;"),
    # A rule that reads the opinion without testing its column; a column that takes the opinion to be there.
    example("data.read_before_set", SUSPEND, (TABLE, '<text>"disagrees"</text>', "<text>-</text>")),
    example("data.read_before_set", SUSPEND, (TABLE, OPINION, "opinion.conclusion")),
    edited("data.shown_before_set", "{{application.question}}", "{{agree.remarks}}", file=FORM),
    edited("data.never_read", DECIDED, f'{DECIDED}<zeebe:output source="=result" target="recorded_answer"/>'),
    edited("data.field_unused", '"mms:use"', '"use"', '"key": "phone"', "forms/application.form"),
    example(
        "data.collection_replaced",
        SERVICE,
        (DIAGRAM, DIRECTED, DIRECTED + REPEATED),
        (DIAGRAM, PREPARED, PREPARED + REPEATED),
        shown='two repeated steps with `outputCollection="said"`',
    ),
    edited("term.decided_before", NOT_OURS, "=direct.answered_by = &quot;lawyer&quot;", 'id="to_forward"'),
    edited("term.ends_undecided", NOT_OURS, "=direct.answered_by = &quot;lawyer&quot;"),
    example(
        "term.paused_at_decision",
        CONSENT,
        (DIAGRAM, ASKED, PAUSED),
        shown="a step with `clock.pause` in front of the decision, and none with `clock.resume`",
    ),
    edited(
        "term.may_be_decided_beside",
        'attachedToRef="proceeding"',
        'attachedToRef="proceeding" cancelActivity="false"',
    ),
    edited("second_person.unknown_step", 'name="mms:notBy" value="answer"', 'name="mms:notBy" value="anser"'),
    edited("second_person.not_before", LAW, 'name="mms:notBy" value="answer"', 'formId="direct"'),
    example(
        "second_person.same_person",
        SERVICE,
        (DIAGRAM, 'candidateGroups="=direct.answered_by"', 'candidateGroups="mayor"'),
        (DIAGRAM, 'candidateGroups="head_of_service"', 'candidateGroups="mayor"'),
    ),
    signing("sign.nobody", '<zeebe:property name="mms:sign" value="doer"/>', ""),
    signing("sign.unknown_word", 'name="mms:sign" value="doer"', 'name="mms:sign" value="major"'),
    signing(
        "sign.unknown_choice", 'name="mms:signOnPaper" value="allowed"', 'name="mms:signOnPaper" value="yes"'
    ),
    example(
        "sign.field_taken",
        CONSENT,
        ("shared/council/forms/sign_council_act.form", '"key": "agrees_with_minutes"', '"key": "signed"'),
    ),
    edited("reference.text_missing", '"direct": "Choose who answers",', "", file=ENGLISH),
    edited("reference.drawn_text_missing", '"to_agree": "Yes",', "", file=ENGLISH),
    edited("reference.text_unused", '"direct": "Choose who', '"directs": "Choose who', file=ENGLISH),
    edited(
        "reference.text_in_one_language",
        '"question_answered": "The question was answered",',
        "",
        file=ENGLISH,
    ),
    edited("reference.form_text_missing", '"label": "Phone"', '"description": "Phone"', file=ENGLISH),
    swapped("answered"),
]
