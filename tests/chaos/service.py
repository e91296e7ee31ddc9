"""A small service with everything that can be lost: a person's task, a timer, a job, a register."""

from __future__ import annotations

import json
from pathlib import Path

from tests.engine.services import REVIEW, flow, write_service

CODE = "permits.note"
WAIT = (
    '<bpmn:intermediateCatchEvent id="rest"><bpmn:timerEventDefinition>'
    "<bpmn:timeDuration>PT2S</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>"
)
# A citizen may hold many notes here, so an entry's key is the case; before the letter the case rests.
BODY = REVIEW.replace(
    "source='=applicant.personal_number' target='key'", "source='=case.number' target='key'"
).replace(flow("work", "tell"), WAIT + flow("work", "rest") + flow("rest", "tell"))


def write(bpmn: Path) -> Path:
    """Write the service below a catalogue folder; return its folder."""
    assert BODY.count("PT2S") == 1
    assert BODY.count("=case.number") == 1
    service = write_service(bpmn, body=BODY, national=False)
    settings = json.loads((service / "service.json").read_text())
    # Orders of another module may not bear the same numbers.
    settings["number"]["order"] = "{municipality}-NO-{year}-{n:05}"
    (service / "service.json").write_text(json.dumps(settings, ensure_ascii=False, indent=2))
    return service
