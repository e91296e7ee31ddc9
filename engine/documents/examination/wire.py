"""Wire format of the examination, on which both sides have to agree."""

from __future__ import annotations

from typing import Final, Literal

Task = Literal["picture", "pdf", "page", "container", "signatures", "package", "cms", "table"]

# In small letters where the kernel does not filter system calls.
READY: Final = b"READY\n"
_MODULES: Final[dict[Task, str]] = {
    "picture": "pictures",
    "pdf": "pdfs",
    "page": "pages",
    "container": "containers",
    "signatures": "signatures",
    "package": "signatures",
    "cms": "signatures",
    "table": "tables",
}


def module_of(task: Task) -> str:
    """Return the module that does the task; only that one is loaded."""
    return f"engine.documents.examination.{_MODULES[task]}"
