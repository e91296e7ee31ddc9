"""A computer with a card reader: pcscd with a virtual reader, in a network and a mount namespace of its own.

Started by `desk.py` through `unshare`; nothing outside can reach it but through its process id. Told what
to do by lines of JSON, each answered by one line; ends when its standard input does.
"""

from __future__ import annotations

import ctypes
import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from tests.cards import personalise
from tests.cards.chip import Chip
from tests.cards.slot import Slot

SOCKET = Path("/run/pcscd/pcscd.comm")
READER = """FRIENDLYNAME "Test Reader"
DEVICENAME /dev/null:0x8C7B
LIBPATH {library}
CHANNELID 0x8C7B
"""
SECONDS = 180  # no measure, only the end of hoping
DIE_WITH_PARENT = 1


def main() -> None:
    machine = Machine()
    with machine.service():
        _say({"ready": True})
        for line in sys.stdin:
            _say(machine.obey(**json.loads(line)))
        machine.pull()


def _keep_mounts_here() -> None:
    """Keep what is mounted from now on in this namespace; in a chroot `/` may be no mount, but `/run` is."""
    tried = [subprocess.run(["mount", "--make-rprivate", place], check=False) for place in ("/", "/run")]
    if all(done.returncode != 0 for done in tried):
        raise RuntimeError("neither / nor /run is a file system of its own: nothing is mounted here")


class Machine:
    """One reader, and perhaps a card in it."""

    def __init__(self) -> None:
        self._slot: Slot | None = None
        self._cards: dict[str, Chip] = {}

    def service(self) -> subprocess.Popen[bytes]:
        """Start pcscd; it is killed when this process is."""
        _keep_mounts_here()
        Path("/run/pcscd").mkdir(exist_ok=True)
        subprocess.run(["mount", "-t", "tmpfs", "tmpfs", "/run/pcscd"], check=True)
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
        library = next(Path("/usr/lib/pcsc/drivers/serial").glob("libifdvpcd.so*"))
        folder = SOCKET.with_name("readers")
        folder.mkdir()
        (folder / "reader").write_text(READER.format(library=library))
        command = ["pcscd", "--foreground", "--critical", "--disable-polkit", "--config", str(folder)]
        started = _Service(command, stdout=subprocess.DEVNULL, preexec_fn=_die_with_parent)
        _wait_for(SOCKET)
        SOCKET.chmod(0o666)
        return started

    def obey(self, do: str, **said: Any) -> Any:
        return getattr(self, do)(**said)

    def make(self, name: str, kind: str, holders: list[list[str]], **more: Any) -> None:
        """Make a card of keys and certificates in PEM."""
        pairs = [
            (load_pem_private_key(key.encode(), None), x509.load_pem_x509_certificate(certificate.encode()))
            for key, certificate in holders
        ]
        self._cards[name] = getattr(personalise, kind)(*pairs, **more)

    def insert(self, name: str, is_mute: bool = False, atr: str = "", pulled_at: int | None = None) -> None:
        """Put a card into the empty reader."""
        chip = self._fresh(name)
        chip.atr = bytes.fromhex(atr) or chip.atr
        self._slot = Slot(chip, is_mute=is_mute)
        self._slot.pulled_at = pulled_at

    def swap(self, name: str) -> bool:
        """Let a card take the place of one that says the same of itself, if such a one is there.

        The service looks at the reader only a few times a second; this it need not notice.
        """
        chip = self._fresh(name)
        return self._slot is not None and self._slot.swap(chip)

    def _fresh(self, name: str) -> Chip:
        self._cards[name].asked.clear()
        return self._cards[name]

    def pull(self) -> None:
        if self._slot is not None:
            self._slot.pull()
            self._slot = None

    def asked(self, name: str) -> dict[str, int]:
        """Return how often each instruction came since the card was put in."""
        return {f"{instruction:02X}": count for instruction, count in self._cards[name].asked.items()}


class _Service(subprocess.Popen[bytes]):
    def __exit__(self, *problem: Any) -> None:
        self.terminate()
        super().__exit__(*problem)


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)


def _wait_for(path: Path) -> None:
    ends = time.monotonic() + SECONDS
    while not path.exists():
        if time.monotonic() > ends:
            sys.exit(f"{path} did not appear")
        time.sleep(0.01)


def _say(answer: Any) -> None:
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
