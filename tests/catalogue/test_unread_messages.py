"""Messages of a whole catalogue that nobody reads or sends: what a hostile diagram beside them can do."""

from __future__ import annotations

import json
from pathlib import Path

from engine.catalogue.check import check_messages_read

NAMES = {"ka": "დემო", "en": "Demo"}
ENDED = {"name": "lease.ended", "names": NAMES, "sent_by": "services", "carries": []}
WITH_ENTITY = b"""<?xml version="1.0"?>
<!DOCTYPE definitions [<!ENTITY name "lease.ended">]>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">
  <message id="m" name="&name;"/>
  <process id="p"><receiveTask id="wait" messageRef="m"/></process>
</definitions>"""


def test_messages__awaited_in_a_diagram_with_entities__are_awaited_by_nobody(tmp_path: Path) -> None:
    (tmp_path / "assets" / "lease").mkdir(parents=True)
    (tmp_path / "assets" / "module.json").write_text(
        json.dumps({"messages": [{**ENDED, "sent_by": "programs"}]})
    )
    diagram = tmp_path / "assets" / "lease" / "process.bpmn"

    diagram.write_bytes(WITH_ENTITY)
    with_entity = [finding.code for finding in check_messages_read(tmp_path)]
    diagram.write_bytes(
        WITH_ENTITY.replace(WITH_ENTITY.splitlines()[1], b"").replace(b"&name;", b"lease.ended")
    )
    plain = [finding.code for finding in check_messages_read(tmp_path)]

    assert with_entity == ["reference.message_unread"]
    assert plain == []
