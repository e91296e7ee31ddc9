"""What the child processes that judge and draw begin with: each import is paid by whoever waits for them."""

from __future__ import annotations

import subprocess
import sys

import pytest

DEAR = {"aiohttp", "flask", "openpyxl", "procrastinate", "pyhanko", "sqlalchemy"}
CHILDREN = (
    "engine.studio.judging_process",
    "engine.studio.tidying_process",
    "engine.studio.preview_process",
    "engine.process.trial",
    "engine.fork_server.__main__",
)


@pytest.mark.parametrize("child", CHILDREN)
def test_child__imported__leaves_out_what_it_does_not_use(child: str) -> None:
    program = f"import sys, {child}; print(*sorted({DEAR!r} & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.split() == []
