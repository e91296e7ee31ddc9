"""The child: loads what it needs, gives up everything else, does one task and ends.

It reads a line of JSON and the file from its standard input, and writes a line of JSON and the
outcome to its standard output. Before the file is touched it writes `READY`, so that the other side can
tell a file that broke it from an installation that can't examine at all.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

from engine.documents.examination.confine import confine
from engine.documents.examination.wire import READY, module_of
from engine.errors import Rejected

Work = Callable[[bytes, dict[str, Any]], tuple[dict[str, Any], bytes]]


def main() -> None:
    """Do the task that was asked for."""
    head = json.loads(sys.stdin.buffer.readline())
    module = import_module(module_of(head["task"]))
    module.warm_up()
    work: Work = module.work
    is_filtered = confine()
    out = sys.stdout.buffer
    out.write(READY if is_filtered else READY.lower())
    out.flush()
    try:
        told, content = work(sys.stdin.buffer.read(), head)
    except Rejected as refused:
        told, content = {"refused": refused.error_code, **refused.params}, b""
    except MemoryError:
        told, content = {"refused": "document.too_complex"}, b""
    out.write(json.dumps(told).encode() + b"\n" + content)
    out.flush()
