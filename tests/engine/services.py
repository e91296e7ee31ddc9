"""A small service for tests of the engine, written as the folder an analyst would write."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from engine.installation.loading import BPMN

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="urn:mms:tests">
  <bpmn:message id="m" name="withdrawn">
    <bpmn:extensionElements><zeebe:subscription correlationKey="=case.number"/></bpmn:extensionElements>
  </bpmn:message>
  <bpmn:message id="n" name="answer">
    <bpmn:extensionElements><zeebe:subscription correlationKey="=application.note"/></bpmn:extensionElements>
  </bpmn:message>
  <bpmn:message id="p" name="payment.settled">
    <bpmn:extensionElements><zeebe:subscription correlationKey="=fee.payment"/></bpmn:extensionElements>
  </bpmn:message>
  <bpmn:message id="b" name="budget.reserved">
    <bpmn:extensionElements><zeebe:subscription correlationKey="=money.request"/></bpmn:extensionElements>
  </bpmn:message>
  <bpmn:message id="c" name="collective.decided">
    <bpmn:extensionElements><zeebe:subscription correlationKey="=offered.item"/></bpmn:extensionElements>
  </bpmn:message>
  <bpmn:signal id="s" name="stop"/>
  <bpmn:error id="e" errorCode="registry_unavailable"/>
  <bpmn:process id="permits.note" name="note" isExecutable="true">
    <bpmn:startEvent id="application"><bpmn:extensionElements>
      <zeebe:formDefinition formId="application"/></bpmn:extensionElements></bpmn:startEvent>
"""
TAIL = """
  </bpmn:process>
</bpmn:definitions>
"""


def flow(source: str, target: str, condition: str | None = None) -> str:
    """Return a sequence flow; `condition` is FEEL with its leading `=`."""
    name = f"{source}_{target}"
    if condition is None:
        return f'<bpmn:sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}"/>'
    return (
        f'<bpmn:sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}"><bpmn:conditionExpression>'
        f"{condition}</bpmn:conditionExpression></bpmn:sequenceFlow>"
    )


def user_task(
    name: str,
    *,
    role: str = "specialist",
    due: str | None = None,
    assignee: str | None = None,
    priority: str | None = None,
) -> str:
    who = f'assignee="{assignee}"' if assignee else f'candidateGroups="{role}"'
    schedule = f"<zeebe:taskSchedule dueDate='{due}'/>" if due else ""
    schedule += f"<zeebe:priorityDefinition priority='{priority}'/>" if priority else ""
    return (
        f'<bpmn:userTask id="{name}"><bpmn:extensionElements>'
        f'<zeebe:userTask/><zeebe:formDefinition formId="{name}"/>'
        f"<zeebe:assignmentDefinition {who}/>{schedule}</bpmn:extensionElements></bpmn:userTask>"
    )


def service_task(
    name: str, operation: str, *, inputs: dict[str, str] | None = None, output: str | None = None
) -> str:
    mapped = "".join(
        f"<zeebe:input source='{source}' target='{target}'/>" for target, source in (inputs or {}).items()
    )
    result = f'<zeebe:output source="=result" target="{output}"/>' if output else ""
    mapping = f"<zeebe:ioMapping>{mapped}{result}</zeebe:ioMapping>" if mapped or result else ""
    return (
        f'<bpmn:serviceTask id="{name}"><bpmn:extensionElements><zeebe:taskDefinition type="{operation}"/>'
        f"{mapping}</bpmn:extensionElements></bpmn:serviceTask>"
    )


def decide(name: str, outcome: str) -> str:
    return service_task(name, "case.decide", inputs={"outcome": f'="{outcome}"'}, output=name)


# A review that grants or refuses, and may be withdrawn while it lasts; a grant enters the register.
REVIEW = (
    '<bpmn:subProcess id="work"><bpmn:startEvent id="begun"/>'
    + user_task("review", due='=term("gac.defect.min")')
    + '<bpmn:exclusiveGateway id="which"/>'
    + decide("grant", "granted")
    + service_task(
        "enter",
        "register.enter",
        inputs={
            "register": '="notes"',
            "key": "=applicant.personal_number",
            "person": "=applicant.personal_number",
            "fields": "={note: application.note}",
            "valid_from": "=grant.decided_on",
        },
    )
    + decide("refuse", "refused")
    + '<bpmn:endEvent id="reviewed"/>'
    + flow("begun", "review")
    + flow("review", "which")
    + flow("which", "grant", "=review.good")
    + flow("which", "refuse", "=not(review.good)")
    + flow("grant", "enter")
    + flow("enter", "reviewed")
    + flow("refuse", "reviewed")
    + "</bpmn:subProcess>"
    + '<bpmn:boundaryEvent id="withdrawn" attachedToRef="work">'
    + '<bpmn:messageEventDefinition messageRef="m"/></bpmn:boundaryEvent>'
    + decide("give_up", "withdrawn")
    + '<bpmn:endEvent id="done"/><bpmn:endEvent id="given_up"/>'
    + service_task("tell", "letter.send", inputs={"template": '="told"'}, output="told")
    + flow("application", "work")
    + flow("work", "tell")
    + flow("tell", "done")
    + flow("withdrawn", "give_up")
    + flow("give_up", "given_up")
)

# Two steps of people, one after the other, and nothing else.
PLAIN = (
    user_task("review")
    + user_task("answer")
    + '<bpmn:endEvent id="done"/>'
    + flow("application", "review")
    + flow("review", "answer")
    + flow("answer", "done")
)

# Asks the registry; when that fails for good, a person enters the facts.
ASKING = (
    service_task(
        "ask",
        "civil_registry.person",
        inputs={"personal_number": "=applicant.personal_number"},
        output="registry",
    )
    + '<bpmn:boundaryEvent id="silent" attachedToRef="ask">'
    + '<bpmn:errorEventDefinition errorRef="e"/></bpmn:boundaryEvent>'
    + user_task("review")
    + '<bpmn:endEvent id="done"/>'
    + flow("application", "ask")
    + flow("silent", "review")
    + flow("ask", "done")
    + flow("review", "done")
)

# Waits for the applicant with the clock paused, for as long as the term of a notice.
WAITING = (
    service_task("pause", "clock.pause", inputs={"reason": '="documents"'})
    + user_task("answer", assignee="=applicant.personal_number", due='=term("gac.defect.min")')
    + '<bpmn:boundaryEvent id="late" attachedToRef="answer"><bpmn:timerEventDefinition><bpmn:timeDuration>'
    + '=term("gac.defect.min")</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>'
    + service_task("resume", "clock.resume")
    + user_task("review")
    + decide("leave", "left_unconsidered")
    + '<bpmn:endEvent id="done"/>'
    + flow("application", "pause")
    + flow("pause", "answer")
    + flow("answer", "resume")
    + flow("resume", "review")
    + flow("review", "done")
    + flow("late", "leave")
    + flow("leave", "done")
)

# An application "to x" sends a message to the case under x; any other waits under its note for five days.
TALKING = (
    '<bpmn:exclusiveGateway id="which"/>'
    + service_task(
        "say",
        "message.publish",
        inputs={
            "name": '="answer"',
            "key": '=substring after(application.note, "to ")',
            "payload": "={ok: true, said: application.note}",
        },
        output="said",
    )
    + '<bpmn:endEvent id="has_said"/><bpmn:eventBasedGateway id="choose"/>'
    + '<bpmn:intermediateCatchEvent id="heard"><bpmn:messageEventDefinition messageRef="n"/>'
    + '</bpmn:intermediateCatchEvent><bpmn:intermediateCatchEvent id="late"><bpmn:timerEventDefinition>'
    + "<bpmn:timeDuration>P5D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>"
    + '<bpmn:exclusiveGateway id="well"/>'
    + user_task("review")
    + '<bpmn:endEvent id="done"/><bpmn:endEvent id="unwell"/><bpmn:endEvent id="too_late"/>'
    + flow("application", "which")
    + flow("which", "say", '=starts with(application.note, "to ")')
    + flow("which", "choose", '=not(starts with(application.note, "to "))')
    + flow("say", "has_said")
    + flow("choose", "heard")
    + flow("choose", "late")
    + flow("heard", "well")
    + flow("well", "review", "=heard.ok and true")
    + flow("well", "unwell", "=not(heard.ok)")
    + flow("review", "done")
    + flow("late", "too_late")
)

# A review that breaks where it finds something good, and breaks when it is late for a note "bad".
BREAKING = (
    user_task("review")
    + '<bpmn:boundaryEvent id="late" attachedToRef="review"><bpmn:timerEventDefinition>'
    + "<bpmn:timeDuration>P5D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>"
    + '<bpmn:exclusiveGateway id="which"/><bpmn:exclusiveGateway id="why"/>'
    + user_task("answer", due='=term("gac.defect.min")')
    + '<bpmn:endEvent id="done"/><bpmn:endEvent id="other"/>'
    + '<bpmn:endEvent id="left"/><bpmn:endEvent id="else"/>'
    + flow("application", "review")
    + flow("review", "which")
    + flow("which", "answer", "=if review.good then null else true")
    + flow("which", "other", "=review.good")
    + flow("answer", "done")
    + flow("late", "why")
    + flow("why", "left", '=if application.note = "bad" then null else true')
    + flow("why", "else", '=application.note = "bad"')
)

# Asks for 60 lari and waits five days for them.
PAYING = (
    service_task("ask", "payment.request", inputs={"amount_tetri": "=6000"}, output="fee")
    + '<bpmn:eventBasedGateway id="choose"/>'
    + '<bpmn:intermediateCatchEvent id="paid"><bpmn:messageEventDefinition messageRef="p"/>'
    + '</bpmn:intermediateCatchEvent><bpmn:intermediateCatchEvent id="late"><bpmn:timerEventDefinition>'
    + "<bpmn:timeDuration>P5D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>"
    + user_task("review")
    + service_task("cancel", "payment.cancel", inputs={"payment": "=fee.payment"})
    + user_task("answer")
    + '<bpmn:endEvent id="done"/><bpmn:endEvent id="unpaid"/>'
    + flow("application", "ask")
    + flow("ask", "choose")
    + flow("choose", "paid")
    + flow("choose", "late")
    + flow("paid", "review")
    + flow("review", "done")
    + flow("late", "cancel")
    + flow("cancel", "answer")
    + flow("answer", "unpaid")
)

# Each application wants 60 lari of one line; who gets none waits, or withdraws. "give back" is not spent.
SPENDING = (
    user_task("review")
    + service_task(
        "reserve", "budget.reserve", inputs={"line": '="06 01"', "amount_tetri": "=6000"}, output="money"
    )
    + '<bpmn:exclusiveGateway id="is_there" default="is_there_choose"/><bpmn:eventBasedGateway id="choose"/>'
    + '<bpmn:intermediateCatchEvent id="freed"><bpmn:messageEventDefinition messageRef="b"/>'
    + '</bpmn:intermediateCatchEvent><bpmn:intermediateCatchEvent id="gone"><bpmn:messageEventDefinition'
    + ' messageRef="m"/></bpmn:intermediateCatchEvent><bpmn:exclusiveGateway id="join"/>'
    + user_task("answer")
    + '<bpmn:exclusiveGateway id="which" default="which_spend"/><bpmn:exclusiveGateway id="back"/>'
    + service_task("spend", "budget.spend", inputs={"request": "=money.request"}, output="spent")
    + service_task("release", "budget.release", inputs={"request": "=money.request"}, output="given_back")
    + '<bpmn:endEvent id="done"/><bpmn:endEvent id="unspent"/>'
    + flow("application", "review")
    + flow("review", "reserve")
    + flow("reserve", "is_there")
    + flow("is_there", "join", "=money.reserved = true")
    + flow("is_there", "choose")
    + flow("choose", "freed")
    + flow("choose", "gone")
    + flow("freed", "join")
    + flow("join", "answer")
    + flow("answer", "which")
    + flow("which", "back", '=application.note = "give back"')
    + flow("gone", "back")
    + flow("which", "spend")
    + flow("spend", "done")
    + flow("back", "release")
    + flow("release", "unspent")
)

# An application "order 3" makes one order for those that wait, three at the most; the answer says who is
# taken out: "1,2/3" leaves two for the next order, one is decided by itself. Any other waits for an order.
MOST = '=number(substring after(application.note, "order "))'
GATHERING = (
    '<bpmn:exclusiveGateway id="which" default="which_offer"/>'
    + user_task("gather")  # of the office: an applicant sees nobody else who waits
    + service_task("collect", "collective.collect", inputs={"group": '="a"', "most": MOST}, output="listed")
    + user_task("answer")
    + service_task(
        "sort",
        "collective.sort",
        inputs={
            "later": '=split(substring before(answer.statement, "/"), ",")',
            "alone": '=split(substring after(answer.statement, "/"), ",")',
        },
        output="listed",
    )
    + user_task("review")
    + '<bpmn:exclusiveGateway id="is_good" default="is_good_release"/>'
    + decide("order", "granted")
    + service_task("announce", "collective.announce", output="announced")
    + service_task("release", "collective.release", output="released")
    + service_task(
        "offer",
        "collective.offer",
        inputs={"group": '="a"', "amount_tetri": "=5000", "title_ka": '="დახმარება"', "title_en": '="aid"'},
        output="offered",
    )
    + '<bpmn:eventBasedGateway id="choose"/><bpmn:exclusiveGateway id="again"/>'
    + '<bpmn:intermediateCatchEvent id="told"><bpmn:messageEventDefinition messageRef="c"/>'
    + '</bpmn:intermediateCatchEvent><bpmn:intermediateCatchEvent id="gone"><bpmn:messageEventDefinition'
    + ' messageRef="m"/></bpmn:intermediateCatchEvent><bpmn:intermediateCatchEvent id="late">'
    + "<bpmn:timerEventDefinition><bpmn:timeDuration>P5D</bpmn:timeDuration></bpmn:timerEventDefinition>"
    + "</bpmn:intermediateCatchEvent>"
    + service_task("leave", "collective.leave", output="leaving")
    + '<bpmn:exclusiveGateway id="is_granted"/><bpmn:exclusiveGateway id="is_left"/>'
    + service_task("follow", "collective.decide", inputs={"outcome": '="granted"'}, output="followed")
    + user_task("act")
    + "".join(
        f'<bpmn:endEvent id="{name}"/>' for name in ("ordered", "given_up", "withdrawn", "granted", "done")
    )
    + flow("application", "which")
    + flow("which", "gather", '=starts with(application.note, "order")')
    + flow("gather", "collect")
    + flow("which", "offer")
    + flow("collect", "answer")
    + flow("answer", "sort")
    + flow("sort", "review")
    + flow("review", "is_good")
    + flow("is_good", "order", "=review.good")
    + flow("is_good", "release")
    + flow("order", "announce")
    + flow("announce", "ordered")
    + flow("release", "given_up")
    + flow("offer", "again")
    + flow("again", "choose")
    + flow("choose", "told")
    + flow("choose", "gone")
    + flow("choose", "late")
    + flow("gone", "withdrawn")
    + flow("told", "is_granted")
    + flow("is_granted", "follow", "=told.granted")
    + flow("is_granted", "act", "=not(told.granted)")
    + flow("follow", "granted")
    + flow("late", "leave")
    + flow("leave", "is_left")
    + flow("is_left", "act", "=leaving.left")
    + flow("is_left", "again", "=not(leaving.left)")
    + flow("act", "done")
)

# An application "enter" brings a room into the register; "sell" sells it, any other lets it in 2027.
_ROOM = {
    "kind": '="immovable"',
    "name": '="Room"',
    "category": '="additional"',
    "cadastral_code": '="21.03.32.001.01.501"',
    "value_tetri": "=100",
    "valid_from": "=case.filed_on",
    "ground": "=case.number",
}
LETTING = (
    user_task("review")
    + '<bpmn:exclusiveGateway id="which" default="which_look"/>'
    + service_task("enter", "asset.enter", inputs=_ROOM, output="room")
    + service_task("look", "asset.find", inputs={"cadastral_code": '="21.03.32.001.01.501"'}, output="room")
    + service_task(
        "keep",
        "asset.reserve",
        inputs={
            "asset": "=room.asset",
            "right": '=if application.note = "sell" then "ownership" else "lease"',
            "valid_from": '="2027-01-01"',
            "valid_until": '=if application.note = "sell" then null else "2028-01-01"',
        },
        output="kept",
    )
    + user_task("answer")
    + service_task(
        "give",
        "asset.grant",
        inputs={
            "right": "=kept.right",
            "holder_name": '="Demo"',
            "holder_number": "=applicant.personal_number",
        },
        output="given",
    )
    + '<bpmn:endEvent id="entered"/><bpmn:endEvent id="done"/>'
    + flow("application", "review")
    + flow("review", "which")
    + flow("which", "enter", '=application.note = "enter"')
    + flow("which", "look")
    + flow("enter", "entered")
    + flow("look", "keep")
    + flow("keep", "answer")
    + flow("answer", "give")
    + flow("give", "done")
)

# An application "stop" throws a signal to all others, which a person is working on until it comes.
ANNOUNCING = (
    '<bpmn:exclusiveGateway id="which"/>'
    + '<bpmn:intermediateThrowEvent id="announce"><bpmn:extensionElements><zeebe:ioMapping>'
    + '<zeebe:input source="=application.note" target="said"/></zeebe:ioMapping>'
    + '</bpmn:extensionElements><bpmn:signalEventDefinition signalRef="s"/></bpmn:intermediateThrowEvent>'
    + user_task("review")
    + '<bpmn:boundaryEvent id="stopped" attachedToRef="review"><bpmn:signalEventDefinition signalRef="s"/>'
    + "</bpmn:boundaryEvent>"
    + user_task("answer", assignee="=applicant.personal_number")
    + '<bpmn:endEvent id="announced"/><bpmn:endEvent id="done"/><bpmn:endEvent id="answered"/>'
    + flow("application", "which")
    + flow("which", "announce", '=application.note = "stop"')
    + flow("which", "review", '=application.note != "stop"')
    + flow("announce", "announced")
    + flow("review", "done")
    + flow("stopped", "answer")
    + flow("answer", "answered")
)

# Whoever works on the case does with its clocks what the form says, again and again, until it is decided. The
# stages of the service beside its own clock are `expert` and `opinion`.
CLOCK_INPUT = '=if act.clock = "" then null else act.clock'
REASON = {"reason": "=act.reason"}
CLOCK_STEPS = {
    "start": {},
    "pause": REASON,
    "resume": {},
    "extend": {**REASON, "by": "=act.by"},
    "restart": REASON,
    "stop": {},
}
TIMED = (
    user_task("act")
    + '<bpmn:exclusiveGateway id="which"/>'
    + "".join(
        service_task(name, f"clock.{name}", inputs={"clock": CLOCK_INPUT, **more}, output=name)
        + flow("which", name, f'=act.what = "{name}"')
        + flow(name, "act")
        for name, more in CLOCK_STEPS.items()
    )
    + decide("grant", "granted")
    + '<bpmn:endEvent id="done"/>'
    + flow("application", "act")
    + flow("act", "which")
    + flow("which", "grant", '=act.what = "decide"')
    + flow("grant", "done")
)

# The same beside a step that waits for the end of a stage.
FOLLOWING = (
    TIMED.replace(flow("application", "act"), "")
    + '<bpmn:parallelGateway id="both"/><bpmn:endEvent id="waited"/>'
    + '<bpmn:intermediateCatchEvent id="wait"><bpmn:timerEventDefinition><bpmn:timeDuration>'
    + '=clock("expert")</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>'
    + user_task("review")
    + flow("application", "both")
    + flow("both", "act")
    + flow("both", "wait")
    + flow("wait", "review")
    + flow("review", "waited")
)

# A notice whose term lapses begins another step with a term of its own, and that one the decision.
LAPSING = (
    user_task("answer", assignee="=applicant.personal_number")
    + '<bpmn:boundaryEvent id="late" attachedToRef="answer"><bpmn:timerEventDefinition><bpmn:timeDuration>'
    + '=term("gac.defect.min")</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>'
    + user_task("review", due='=term("gac.forward")')
    + '<bpmn:boundaryEvent id="later" attachedToRef="review"><bpmn:timerEventDefinition><bpmn:timeDuration>'
    + '=term("gac.forward")</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>'
    + decide("leave", "left_unconsidered")
    + '<bpmn:endEvent id="done"/>'
    + flow("application", "answer")
    + flow("answer", "review")
    + flow("late", "review")
    + flow("review", "done")
    + flow("later", "leave")
    + flow("leave", "done")
)

NAMES = {"ka": "დემო", "en": "Demo"}
LAW = {"act": NAMES, "article": "1", "confidence": "low"}
STAGES = {
    "expert": {
        "names": {"ka": "ექსპერტის დასკვნა", "en": "Expert opinion"},
        "term": "opinion.term",
        "on_expiry": "escalate",
        "extension": {"by": "opinion.term", "once": True},
    },
    "opinion": {
        "names": {"ka": "უწყების პოზიცია", "en": "Position of the body"},
        "term": "hearing.term",
        "on_expiry": "consent_by_silence",
        "extension": {"total": "gac.decision"},
    },
}
FIELDS: dict[str, list[dict[str, Any]]] = {
    "application": [
        {
            "type": "textfield",
            "key": "note",
            "label": "შენიშვნა",
            "validate": {"required": True, "maxLength": 50},
        }
    ],
    "review": [{"type": "checkbox", "key": "good", "label": "კარგია"}],
    "answer": [{"type": "textfield", "key": "statement", "label": "პასუხი", "validate": {"required": True}}],
    "act": [
        {"type": "textfield", "key": "what", "label": "რა"},
        {"type": "textfield", "key": "clock", "label": "ვადა"},
        {"type": "textfield", "key": "reason", "label": "მიზეზი"},
        {"type": "number", "key": "by", "label": "რამდენით"},
    ],
    "gather": [
        {"type": "textfield", "key": "what", "label": "რა"},
        {"type": "filepicker", "key": "photos", "label": "ფოტოები", "multiple": True},
        {
            "type": "textfield",
            "key": "health",
            "label": "ჯანმრთელობა",
            "properties": {"mms:special": "health"},
        },
    ],
}
LETTER = """<html xmlns="http://www.w3.org/1999/xhtml" xmlns:mms="urn:mms:template" lang="{language}">
<head><title>{{{{ case.number }}}}</title></head>
<body><p>{{{{ applicant.name.{language} }}}}: {{{{ application.note }}}}</p></body></html>
"""


def write_service(
    bpmn: Path, *, body: str = REVIEW, national: bool = True, subscribers: tuple[str, ...] = ()
) -> Path:
    """Write the service `permits.note` below a catalogue folder; return its folder."""
    module, service = bpmn / "permits", bpmn / "permits" / "note"
    if not (bpmn / "schemas").exists():
        shutil.copytree(BPMN / "schemas", bpmn / "schemas")
    for folder in (module / "registers", service / "forms", service / "texts", service / "documents"):
        folder.mkdir(parents=True, exist_ok=True)
    _write(
        module / "module.json",
        {"code": "permits", "names": NAMES, "registers": ["notes"], "roles": [], "settings": []},
    )
    _write(module / "registers" / "notes.json", _register(national=national, subscribers=subscribers))
    _write(service / "service.json", _settings())
    (service / "process.bpmn").write_text(HEAD + body + TAIL)
    for form_id, fields in FIELDS.items():
        _write_form(service / "forms", form_id, *fields)
    english = {
        form_id: {field["key"]: {"label": field["key"]} for field in fields}
        for form_id, fields in FIELDS.items()
    }
    georgian = {"review": "განხილვა", "answer": "პასუხი", "act": "ვადები", "gather": "მოძიება"}
    _write(service / "texts" / "ka.json", {"elements": georgian})
    _write(
        service / "texts" / "en.json",
        {
            "elements": {"review": "Review", "answer": "Answer", "act": "Terms", "gather": "Gather"},
            "forms": english,
        },
    )
    for language in ("ka", "en"):
        (service / "documents" / f"told.{language}.html").write_text(LETTER.format(language=language))
    return service


BLOCK = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="urn:mms:tests">
  <bpmn:process id="shared.{name}" name="{name}" isExecutable="true">{body}</bpmn:process>
</bpmn:definitions>
"""
DECISION = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"
    id="m" name="m" namespace="urn:m">
  <decision id="{name}" name="{name}"><variable name="{name}"/>
    <literalExpression><text>{expression}</text></literalExpression></decision>
</definitions>
"""


def write_block(
    bpmn: Path,
    name: str,
    body: str,
    *,
    forms: dict[str, dict[str, Any]],
    steps: dict[str, str],
    decisions: dict[str, str] | None = None,
    letters: dict[str, str] | None = None,
    inputs: dict[str, str] | None = None,
    outputs: dict[str, str] | None = None,
) -> Path:
    """Write a shared block: forms of one field, the names of its steps, decisions of one expression.

    `inputs` and `outputs` are their kinds by name.
    """
    block = bpmn / "shared" / name
    for folder in ("forms", "texts", "documents"):
        (block / folder).mkdir(parents=True, exist_ok=True)
    (block / "process.bpmn").write_text(BLOCK.format(name=name, body=body))
    contract: dict[str, Any] = {"code": name, "names": NAMES, "summary": NAMES, "forms": [], "letters": []}
    for key, kinds in (("inputs", inputs), ("outputs", outputs)):
        contract[key] = [{"name": one, "kind": kind, "names": NAMES} for one, kind in (kinds or {}).items()]
    _write(block / "block.json", {**contract, "law": []})
    for form_id, field in forms.items():
        _write_form(block / "forms", form_id, field)
    for language in ("ka", "en"):
        labels = {form_id: {field["key"]: {"label": field["key"]}} for form_id, field in forms.items()}
        _write(block / "texts" / f"{language}.json", {"elements": steps, "forms": labels})
        for letter, title in (letters or {}).items():
            text = LETTER.format(language=language).replace("{{ case.number }}", title)
            (block / "documents" / f"{letter}.{language}.html").write_text(text)
    for decision, expression in (decisions or {}).items():
        (block / f"{decision}.dmn").write_text(DECISION.format(name=decision, expression=expression))
    return block


def _write_form(folder: Path, form_id: str, *fields: dict[str, Any]) -> None:
    components = [{"id": f"{form_id}_{field['key']}", **field} for field in fields]
    form = {"schemaVersion": 19, "type": "default", "id": form_id, "components": components}
    _write(folder / f"{form_id}.form", form)


def _register(*, national: bool, subscribers: tuple[str, ...]) -> dict[str, Any]:
    return {
        "code": "notes",
        "names": NAMES,
        "key": {"kind": "personal_number", "names": NAMES},
        "fields": [{"name": "note", "names": NAMES, "type": "text", "required": True, "public": False}],
        "states": [
            {"code": "kept", "names": NAMES, "followed_by": ["ended"]},
            {"code": "ended", "names": NAMES, "followed_by": [], "is_final": True},
        ],
        "grounds": [{"code": "asked", "names": NAMES}],
        "notes": [{"code": "seen", "names": NAMES}],
        "consumers": [{"code": code, "names": NAMES, "purpose": NAMES, "law": LAW} for code in subscribers],
        "validity": "single",
        "national": "one_per_key" if national else "none",
        "law": [],
    }


def _settings() -> dict[str, Any]:
    return {
        "code": "permits.note",
        "names": NAMES,
        "summary": NAMES,
        "who_may_ask": ["natural_person"],
        "channels": ["portal", "centre", "desk"],
        "for_others": {"takes": ["child", "ward", "company", "principal"], "area": "social"},
        "fee_tetri": 0,
        "clock": {
            "term": "gac.decision",
            "on_expiry": "refusal_by_silence",
            "extension": {"total": "gac.max_total"},
        },
        "clocks": STAGES,
        "number": {"case": "{municipality}-N-{year}-{n:06}", "order": "{municipality}-O-{year}-{n:05}"},
        "law": [LAW],
        "effective_from": "2026-01-01",
        "start_page": {"ka": {"needed": []}, "en": {"needed": []}},
        "register": "notes",
    }


def _write(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2))
