"""The fork server's program: forks a child for each question, which runs a module and ends.

`python -m engine.fork_server FD` reads requests from a socket of packets that whoever asks has left open as
FD. A request is a line of JSON (`module`, `loads`, `arguments`, `limits`) and four files: a socket on which
the child's status is told, its standard input, output and errors. The modules are imported here, once, so
a child begins at its question. Nothing hostile is read here: questions are read by the children alone.

A child whose asker has closed the socket of its status is killed; when nobody asks any more, the server ends.
However the server ends, its children do not outlive it (prctl(2), PR_SET_PDEATHSIG).
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import selectors
import signal
import socket
import sys
import traceback
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final, NoReturn

from engine.fork_server.limits import Limits

IDLE: Final = 300  # seconds without a question after which the memory is given back
LONGEST: Final = 64 * 1024  # bytes of a request
FILES: Final = 4
_FROM_HERE: Final = 1 << 20  # no file has such a number
_PR_SET_PDEATHSIG: Final = 1
_LIBC: Final = ctypes.CDLL(None)


@dataclass(frozen=True)
class Child:
    """A running child: its process, a file that says when it has ended, and whom to tell."""

    pid: int
    ended: int
    status: socket.socket


class Server:
    """Forks for one asker; has no threads, so that a child is whole."""

    def __init__(self, requests: socket.socket) -> None:
        self._requests = requests
        self._children: dict[int, Child] = {}
        self._selector = selectors.DefaultSelector()
        self._selector.register(requests, selectors.EVENT_READ)

    def serve(self) -> None:
        """Fork until nobody asks any more."""
        while ready := self._selector.select(None if self._children else IDLE):
            for key, _ in ready:
                if key.data is None:
                    if not self._fork():
                        return self._end()
                elif key.data in self._children:
                    self._look_after(self._children[key.data], has_ended=isinstance(key.fileobj, int))

    def _fork(self) -> bool:
        """Fork a child for the next request; say whether there was one."""
        said, files, _, _ = socket.recv_fds(self._requests, LONGEST, FILES)
        if not said:
            return False
        request = json.loads(said)
        for module in (*request["loads"], request["module"]):
            _load(module)
        server = os.getpid()
        pid = os.fork()
        if pid == 0:
            _become(request, files[1:], server)
        child = Child(pid, os.pidfd_open(pid), socket.socket(fileno=files[0]))
        for file in files[1:]:
            os.close(file)
        self._children[pid] = child
        self._selector.register(child.ended, selectors.EVENT_READ, pid)
        self._selector.register(child.status, selectors.EVENT_READ, pid)
        return True

    def _look_after(self, child: Child, *, has_ended: bool) -> None:
        """Tell how the child has ended, or end it, for nobody waits for it any more."""
        if not has_ended:
            self._selector.unregister(child.status)
            os.kill(child.pid, signal.SIGKILL)
            return
        del self._children[child.pid]
        for file in (child.ended, child.status):
            with suppress(KeyError):
                self._selector.unregister(file)
        code = os.waitstatus_to_exitcode(os.waitpid(child.pid, 0)[1])
        with suppress(OSError):
            child.status.send(str(code).encode())
        child.status.close()
        os.close(child.ended)

    def _end(self) -> None:
        for pid in self._children:
            os.kill(pid, signal.SIGKILL)


def _load(module: str) -> None:
    if module in sys.modules:
        return
    with suppress(Exception):  # the child will say why
        import_module(module)
    gc.freeze()  # else looking for reference cycles would copy what the children share


def _become(request: dict[str, Any], files: list[int], server: int) -> NoReturn:
    """Run the module as a program of its own, with nothing open but its three files."""
    status = 1
    try:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != server:
            raise RuntimeError("the server has ended meanwhile")
        for number, file in enumerate(files):
            os.dup2(file, number)
        os.closerange(len(files), _FROM_HERE)
        Limits(**request["limits"]).apply()
        sys.argv = [request["module"], *request["arguments"]]
        gc.enable()
        import_module(request["module"]).main()
        sys.stdout.flush()
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        with suppress(Exception):
            sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    gc.disable()
    Server(socket.socket(fileno=int(sys.argv[1]))).serve()
