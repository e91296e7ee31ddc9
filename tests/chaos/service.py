"""A small service with everything that can be lost: a task, timers, a job, a register, messages, money.

A note may name another one, which its case then sends a message to: the other may not be there yet, may be
listening, or may be closed. A loud note throws a signal, which every case that is being worked on hears.
A dear note costs something, and its case waits for the money for a while; what comes later is to be returned.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.engine.services import REVIEW, flow, service_task, write_service

PRICE = 6000
CODE, SIGNAL = "permits.note", "stop"
# A message that nobody takes in this time expires while the run lasts.
LIFETIME = "PT60S"
MORE: tuple[dict[str, Any], ...] = (
    {"type": "textfield", "key": "to", "label": "to"},
    {"type": "checkbox", "key": "loud", "label": "loud"},
    {"type": "checkbox", "key": "dear", "label": "dear"},
)


def _timer(name: str, duration: str) -> str:
    return (
        f'<bpmn:intermediateCatchEvent id="{name}"><bpmn:timerEventDefinition>'
        f"<bpmn:timeDuration>{duration}</bpmn:timeDuration></bpmn:timerEventDefinition>"
        "</bpmn:intermediateCatchEvent>"
    )


def _choice(name: str) -> str:
    return f'<bpmn:exclusiveGateway id="{name}"/>'


# Upper case, so that it is not taken for the mark of the application that it is written in.
SAY = service_task(
    "say",
    "message.publish",
    inputs={
        "name": '="answer"',
        "key": "=lower case(application.to)",
        "payload": "={from: application.note}",
        "lifetime": f'="{LIFETIME}"',
    },
)
TALK = (
    *(_choice(name) for name in ("costs", "owed", "whom", "told", "how", "begin", "after")),
    SAY,
    '<bpmn:intermediateThrowEvent id="announce"><bpmn:signalEventDefinition signalRef="s"/>',
    "</bpmn:intermediateThrowEvent>",
    '<bpmn:boundaryEvent id="called" attachedToRef="work" cancelActivity="false">',
    '<bpmn:signalEventDefinition signalRef="s"/></bpmn:boundaryEvent><bpmn:endEvent id="noted"/>',
    service_task("ask", "payment.request", inputs={"amount_tetri": f"={PRICE}"}, output="fee"),
    '<bpmn:eventBasedGateway id="cash"/><bpmn:intermediateCatchEvent id="paid">',
    '<bpmn:messageEventDefinition messageRef="p"/></bpmn:intermediateCatchEvent>',
    _timer("unpaid", "PT20S"),
    '<bpmn:eventBasedGateway id="listen"/><bpmn:intermediateCatchEvent id="heard">',
    '<bpmn:messageEventDefinition messageRef="n"/></bpmn:intermediateCatchEvent>',
    _timer("rest", "PT2S"),
    _timer("silence", "PT15S"),
    flow("application", "costs"),
    flow("costs", "ask", "=application.dear = true"),
    flow("costs", "owed", "=not(application.dear = true)"),
    flow("ask", "cash"),
    flow("cash", "paid"),
    flow("cash", "unpaid"),
    flow("paid", "owed"),
    flow("unpaid", "owed"),
    flow("owed", "whom"),
    flow("whom", "say", "=application.to != null"),
    flow("whom", "told", "=application.to = null"),
    flow("say", "told"),
    flow("told", "how"),
    flow("how", "announce", "=application.loud = true"),
    flow("how", "begin", "=not(application.loud = true)"),
    flow("announce", "begin"),
    flow("begin", "work"),
    flow("called", "noted"),
    flow("work", "rest"),
    flow("rest", "listen"),
    flow("listen", "heard"),
    flow("listen", "silence"),
    flow("heard", "after"),
    flow("silence", "after"),
    flow("after", "tell"),
)
# A citizen may hold many notes here, so an entry's key is the case; before the letter it rests and listens.
BODY = REVIEW.replace(
    "source='=applicant.personal_number' target='key'", "source='=case.number' target='key'"
).replace(flow("work", "tell"), "").replace(flow("application", "work"), "") + "".join(TALK)


def write(bpmn: Path) -> Path:
    """Write the service below a catalogue folder; return its folder."""
    assert BODY.count("=case.number") == 1
    assert BODY.count('targetRef="work"') == 1
    service = write_service(bpmn, body=BODY, national=False)
    settings = json.loads((service / "service.json").read_text())
    # Orders of another module may not bear the same numbers.
    settings["number"]["order"] = "{municipality}-NO-{year}-{n:05}"
    (service / "service.json").write_text(json.dumps(settings, ensure_ascii=False, indent=2))
    _ask_more(service)
    return service


def _ask_more(service: Path) -> None:
    file, texts = service / "forms" / "application.form", service / "texts" / "en.json"
    form, known = json.loads(file.read_text()), json.loads(texts.read_text())
    form["components"] += [{"id": f"application_{field['key']}", **field} for field in MORE]
    known["forms"]["application"] |= {field["key"]: {"label": field["key"]} for field in MORE}
    file.write_text(json.dumps(form, ensure_ascii=False))
    texts.write_text(json.dumps(known, ensure_ascii=False))
