"""The child that takes files apart can do nothing else, and what breaks it breaks nothing here."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from engine.documents.examination import ask
from engine.documents.examination.ask import examine
from engine.errors import Rejected, Unavailable
from engine.fork_server.ask import ForkServer
from tests.documents.made_files import a_pdf, a_picture

CONFINED = """
import os, socket, ctypes, threading
from engine.documents.examination.confine import confine
libc = ctypes.CDLL(None, use_errno=True)
assert confine()
def denied(act):
    try:
        act()
    except PermissionError:
        return
    os.write(1, b"allowed")
    os._exit(1)
{act}
os.write(1, b"done")
"""


def confined(act: str) -> bytes:
    done = subprocess.run([sys.executable, "-c", CONFINED.format(act=act)], capture_output=True, check=False)
    return done.stdout


@pytest.mark.parametrize(
    "act",
    [
        "open('/etc/passwd')",
        "open('/tmp/mms-should-not-be', 'w')",
        "socket.socket()",
        "socket.socketpair()",
        "os.fork()",
        "os.execv('/bin/true', ['true'])",
        "os.kill(os.getppid(), 0)",
        "os.listdir('/')",
    ],
)
def test_confined__anything_but_computing__is_denied(act: str) -> None:
    assert confined(f"denied(lambda: {act})") == b"done"


def test_confined__threads_of_a_decoder__may_run() -> None:
    act = "one = threading.Thread(target=lambda: None); one.start(); one.join()"

    assert confined(act) == b"done"


def test_examine__secrets_of_the_server__are_not_in_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MMS_SECRET", "s" * 48)
    code = "import os; print(open('/proc/self/environ').read(), dict(os.environ))"

    told = ask._server.run("tests.fork_server.code", ask.LIMITS, arguments=(code,)).answer

    assert b"PYTHONPATH" in told
    assert b"MMS_SECRET" not in told and b"s" * 48 not in told


def test_examine__child_has_not_begun_in_time__is_unavailable_and_no_refusal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ask, "PROGRAM", "tests.fork_server.never_ends")
    monkeypatch.setattr(ask, "LIMITS", replace(ask.LIMITS, seconds=0.001))

    with pytest.raises(Unavailable):
        examine("picture", a_picture("JPEG"), type="image/jpeg")


def test_examine__child_takes_too_long__is_ended_and_the_file_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ask, "PROGRAM", "tests.fork_server.never_ends")
    monkeypatch.setattr(ask, "LIMITS", replace(ask.LIMITS, seconds=0.001))
    monkeypatch.setattr(ask, "READY", b"")  # as if it had begun

    with pytest.raises(Rejected) as failed:
        examine("picture", a_picture("JPEG"), type="image/jpeg")

    assert failed.value.error_code == "document.too_complex"


def test_examine__program_that_does_not_start__is_unavailable_and_no_refusal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for broken in ("/nonexistent/python", "/bin/false"):
        monkeypatch.setattr(sys, "executable", broken)
        monkeypatch.setattr(ask, "_server", ForkServer())
        with pytest.raises(Unavailable) as failed:
            examine("pdf", a_pdf())
        assert failed.value.error_code == "document.examination_unavailable"


def test_examine__page_of_a_pdf__is_drawn() -> None:
    drawn = examine("page", a_pdf(), page=1)

    assert drawn.told == {"type": "image/png", "page": 1, "pages": 1}
    assert drawn.content.startswith(b"\x89PNG")
