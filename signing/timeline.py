"""The timeline of a case as a package carries it: a chain in which nothing can be left out unseen.

    digest = SHA-256(salt ‖ body)
    hash   = SHA-256(hash before ‖ [seq,"at",actor,"kind","digest"])

A body may have been erased with its salt; its digest stays. Refuses to know what events mean.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

TIMELINE = "timeline.json"  # its name in a package
GENESIS = bytes(32)


def breaks(timeline: bytes) -> list[str]:
    """Return where the timeline is broken: `entry 3 …`; nothing where it is whole."""
    try:
        said = json.loads(timeline)
        events, count, head = said["events"], said["count"], bytes.fromhex(said["head"])
        found = [problem for event in events if (problem := _body_problem(event))]
        before = GENESIS
        for expected, event in enumerate(events, start=1):
            if event["seq"] != expected:
                return [*found, f"entry {expected}: not in its place"]
            if _link(before, event) != event["hash"]:
                return [*found, f"entry {expected}: changed, or what comes before it"]
            before = bytes.fromhex(event["hash"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return ["unreadable"]
    if len(events) != count or before != head:
        found.append(f"entry {len(events) + 1}: cut off here")
    return found


def _body_problem(event: dict[str, Any]) -> str | None:
    if event["salt"] is None and event["body"] is None:
        return None
    content = bytes.fromhex(event["salt"]) + event["body"].encode()
    return (
        None
        if hashlib.sha256(content).hexdigest() == event["digest"]
        else f"entry {event['seq']}: other words"
    )


def _link(before: bytes, event: dict[str, Any]) -> str:
    actor = "null" if event["actor"] is None else int(event["actor"])
    kind = json.dumps(event["kind"], ensure_ascii=False)
    head = f'[{int(event["seq"])},"{event["at"]}",{actor},{kind},"{event["digest"]}"]'
    return hashlib.sha256(before + head.encode()).hexdigest()
