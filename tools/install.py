"""Installs what `make run` (server), `make test` or `make debian` needs, and does nothing the second time.

Responsible for finding a Python that is young enough. This file alone must be readable by an older
Python, so that such a machine gets a sentence and not a syntax error.
Refuses to ask questions: set-up goes on, or it stops and names the one line to run.
"""

from __future__ import annotations

import os
import shutil
import sys

OLDEST, NEWEST = (3, 11), (3, 13)


def main(arguments: list[str]) -> int:
    if arguments not in (["server"], ["test"], ["debian"]):
        sys.stderr.write("usage: python3 tools/install.py server|test|debian\n")
        return 2
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        return _continue_with_another_python(arguments)
    from installing.steps import install

    return install(arguments[0])


def _continue_with_another_python(arguments: list[str]) -> int:
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found:
            os.execv(found, [found, os.path.abspath(__file__), *arguments])
    mine = f"{sys.version_info[0]}.{sys.version_info[1]}"
    wanted = f"Python 3.{OLDEST[1]} to 3.{NEWEST[1]} is needed"
    sys.stderr.write(f"{wanted}; this is Python {mine}. Nothing was changed.\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
