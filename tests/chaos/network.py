"""A network of its own for one run: a namespace with an address for each node, and a switch.

Everything lies in namespaces whose names begin with `mms-chaos-`, our process id and the tick of
our start: no interface, address or route of the machine is touched, no packet leaves, and what a
killed run left behind is known by its name. Needs root and iproute2. Refuses to know what runs on the nodes.
"""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

PREFIX = "mms-chaos-"
NAMED = re.compile(rf"({PREFIX}(\d+)-(\d+)-)[a-z-]+")
NETWORK = "10.77.0.0/24"
NOBODY = "02:00:00:00:00:fe"  # a hardware address that no node has: what is sent there is lost
_CLONE_NEWNET = 0x40000000
_NAMESPACES = Path("/run/netns")

T = TypeVar("T")


class NoNetwork(Exception):
    """This machine or account can't make network namespaces; the message says what is missing."""


class Network:
    """The nodes of one run, by name; each address is that of the list's order."""

    def __init__(self, nodes: tuple[str, ...]) -> None:
        self.nodes = nodes
        self._rooms: dict[str, ThreadPoolExecutor] = {}
        self.tag = f"{PREFIX}{os.getpid()}-{_started(os.getpid())}-"
        self.can_delay = True  # netem is missing from some kernels; then a narrow link has to do

    def address(self, node: str) -> str:
        return f"10.77.0.{11 + self.nodes.index(node)}"

    def _hardware(self, node: str) -> str:
        return f"02:00:00:00:00:{11 + self.nodes.index(node):02x}"

    def _namespace(self, node: str) -> str:
        return self.tag + node

    def build(self) -> None:
        """Make the switch and the nodes, each with one cable to the switch."""
        remove_stale()
        switch = self._namespace("switch")
        try:
            _ip("netns", "add", switch)
        except NoNetwork as error:
            raise NoNetwork(f"Network namespaces can't be made here: {error}") from None
        _inside(switch, "ip", "link", "add", "bridge", "type", "bridge")
        _inside(switch, "ip", "link", "set", "bridge", "up")
        for node in self.nodes:
            self._connect(node, switch)
        self.can_delay = self._has_netem()

    def _connect(self, node: str, switch: str) -> None:
        name = self._namespace(node)
        _ip("netns", "add", name)
        cable = ("type", "veth", "peer", "name", node, "netns", switch)
        _ip("link", "add", "eth0", "address", self._hardware(node), "netns", name, *cable)
        _inside(switch, "ip", "link", "set", node, "master", "bridge", "up")
        _inside(name, "ip", "link", "set", "lo", "up")
        _inside(name, "ip", "address", "add", f"{self.address(node)}/24", "dev", "eth0")
        _inside(name, "ip", "link", "set", "eth0", "up")
        self._rooms[node] = ThreadPoolExecutor(1, initializer=_enter, initargs=(name,))

    def on(self, node: str, act: Callable[..., T], *arguments: Any, **options: Any) -> T:
        """Act as a program on the node does; processes started by it stay there."""
        return self._rooms[node].submit(act, *arguments, **options).result()

    def enter(self, node: str) -> None:
        """Move the calling thread to the node."""
        _enter(self._namespace(node))

    def deafen(self, node: str, *, to: str) -> None:
        """Lose everything on its way from `to` to the node, silently, as a broken cable does."""
        self._neighbour(to, node, NOBODY)

    def hear(self, node: str, *, to: str) -> None:
        self._neighbour(to, node, self._hardware(node))

    def _neighbour(self, sender: str, receiver: str, hardware: str) -> None:
        entry = (self.address(receiver), "lladdr", hardware, "dev", "eth0", "nud", "permanent")
        _inside(self._namespace(sender), "ip", "neighbour", "replace", *entry)

    def unplug(self, node: str) -> None:
        """Pull the node's cable: everybody is gone."""
        _inside(self._namespace("switch"), "ip", "link", "set", node, "down")

    def plug(self, node: str) -> None:
        _inside(self._namespace("switch"), "ip", "link", "set", node, "up")

    def slow(self, node: str) -> None:
        """Make what the switch sends to the node late and lossy, or, without netem, narrow."""
        kind = ("netem", "delay", "150ms", "50ms", "loss", "3%")
        if not self.can_delay:
            kind = ("tbf", "rate", "256kbit", "burst", "4kb", "limit", "16kb")
        self._shape("replace", node, *kind)

    def quicken(self, node: str) -> None:
        self._shape("del", node)

    def _shape(self, verb: str, node: str, *kind: str) -> None:
        _inside(self._namespace("switch"), "tc", "qdisc", verb, "dev", node, "root", *kind)

    def _has_netem(self) -> bool:
        node = self.nodes[0]
        try:
            self._shape("replace", node, "netem", "delay", "1ms")
        except NoNetwork:
            return False
        self.quicken(node)
        return True

    def remove(self) -> None:
        """End whatever runs on the nodes, then take the nodes away."""
        for room in self._rooms.values():
            room.shutdown(wait=False)
        remove(self.tag)


def remove_stale() -> None:
    """Take away what runs left behind that were killed before they could do so themselves."""
    for name in _existing():
        found = NAMED.fullmatch(name)
        if found and _started(int(found[2])) != int(found[3]):
            remove(found[1])


def _started(pid: int) -> int | None:
    """Return the tick at which the process started; process ids come round again, this does not."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[19])
    return None


def remove(tag: str) -> None:
    """End every process on the nodes whose names begin so, and take the nodes away."""
    for name in [node for node in _existing() if node.startswith(tag)]:
        deadline = time.monotonic() + 10
        while (pids := _inhabitants(name)) and time.monotonic() < deadline:
            for pid in pids:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.05)
        _ip("netns", "del", name)


def missing() -> tuple[str, ...]:
    """Return what this machine lacks, as sentences."""
    lacks = []
    if os.geteuid() != 0:
        lacks.append("Network namespaces need root; this account is another.")
    for program in ("ip", "tc", "nsenter"):
        if shutil.which(program) is None:
            lacks.append(f"The program `{program}` is not installed: see the packages iproute2, util-linux.")
    return tuple(lacks)


def _inhabitants(name: str) -> list[int]:
    """Return the processes of a namespace, never ourselves: a thread of ours may be there."""
    said = subprocess.run(["ip", "netns", "pids", name], capture_output=True, text=True, check=False)
    return [int(pid) for pid in said.stdout.split() if int(pid) != os.getpid()]


def _existing() -> list[str]:
    return sorted(path.name for path in _NAMESPACES.glob(f"{PREFIX}*")) if _NAMESPACES.is_dir() else []


def _enter(name: str) -> None:
    """Move the calling thread, and what it starts from now on, into a namespace."""
    libc = ctypes.CDLL(None, use_errno=True)  # os.setns came with Python 3.12
    with open(_NAMESPACES / name) as namespace:
        if libc.setns(namespace.fileno(), _CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), f"can't enter {name}")


def _ip(*arguments: str) -> None:
    _run("ip", *arguments)


def _inside(namespace: str, *command: str) -> None:
    """Run a command in a network namespace, without the mounts that `ip -n` makes: a chroot allows none."""
    _run("nsenter", f"--net={_NAMESPACES / namespace}", *command)


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise NoNetwork(f"`{' '.join(command)}`: {done.stderr.strip() or done.returncode}")
