"""A desk with a computer that has a card reader, and programs at it that use the reader.

The reader's driver is compiled for Debian's own Python, so what uses it runs there, as on a user's computer.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.pki.country import Holder

TOP = Path(__file__).resolve().parents[2]
SYSTEM_PYTHON = "/usr/bin/python3"


class Lines:
    """A program that is told something by a line of JSON and answers with one."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    @property
    def pid(self) -> int:
        return self._process.pid

    def do(self, do: str, **said: Any) -> Any:
        """Tell, and return the answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": do, **said}) + "\n")
        self._process.stdin.flush()
        return self.answer()

    def answer(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, f"the program ended with {self._process.wait()}"
        return json.loads(line)


@contextmanager
def lines(command: list[str], **environment: str) -> Iterator[Lines]:
    """Run such a program until the end of the block."""
    with subprocess.Popen(
        command,
        cwd=TOP,
        env={**os.environ, **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Lines(process)
        assert process.stdin is not None
        process.stdin.close()


class Desk:
    """The computer, the reader, and what is in it."""

    def __init__(self, machine: Lines) -> None:
        self._machine = machine
        self._watcher: Lines | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What a program needs to find this reader and no other."""
        return {"PCSCLITE_CSOCK_NAME": f"/proc/{self._machine.pid}/root/run/pcscd/pcscd.comm"}

    def make(self, name: str, kind: str, *holders: Holder, **more: Any) -> None:
        self._machine.do("make", name=name, kind=kind, holders=[_pem(holder) for holder in holders], **more)

    def insert(self, name: str, **more: Any) -> None:
        """Put a card into the reader, and wait until the service has noticed."""
        if not more and self._machine.do("swap", name=name):
            return
        self.pull()
        self._machine.do("insert", name=name, **more)
        self._settle(has_card=True)

    def pull(self) -> None:
        """Take out what is in the reader, and wait until the service has noticed."""
        self._machine.do("pull")
        self._settle(has_card=False)

    def _settle(self, *, has_card: bool) -> None:
        assert self._watcher is not None
        self._watcher.do("settle", has_card=has_card)

    @contextmanager
    def watched(self) -> Iterator[Desk]:
        """Keep somebody who looks at the reader until the end of the block."""
        with self.operator() as self._watcher:
            yield self

    def asked(self, name: str) -> dict[str, int]:
        found: dict[str, int] = self._machine.do("asked", name=name)
        return found

    @contextmanager
    def operator(self) -> Iterator[Lines]:
        """Yield a program that uses our card package with this reader."""
        with lines([SYSTEM_PYTHON, "-m", "tests.cards.operator"], **self.environment) as operator:
            yield operator


def apart() -> list[str]:
    """Return the command that runs another in a network and mounts of its own."""
    command = ["unshare", "--net", "--mount", "--propagation", "unchanged"]
    return command if os.geteuid() == 0 else [*command, "--user", "--map-root-user"]


def why_not_apart() -> str:
    """Return what the kernel says against such a place, nothing where it allows one.

    An ordinary user gets none inside a chroot (user_namespaces(7)), or where the kernel is told so.
    """
    tried = subprocess.run([*apart(), "true"], capture_output=True, text=True, check=False)
    return tried.stderr.strip() if tried.returncode != 0 else ""


@contextmanager
def desk() -> Iterator[Desk]:
    """Set up a desk until the end of the block."""
    with lines([*apart(), sys.executable, "-m", "tests.cards.machine"]) as machine:
        assert machine.answer() == {"ready": True}
        with Desk(machine).watched() as found:
            yield found


def _pem(holder: Holder) -> list[str]:
    key = holder.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return [key.decode(), holder.certificate.public_bytes(Encoding.PEM).decode()]
