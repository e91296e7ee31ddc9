"""Two people at one draft: who comes second is told who was faster."""

from __future__ import annotations

from engine.errors import Rejected


class FileChanged(Rejected):
    """Somebody else changed the file since the page was opened."""

    code = "service_draft.file_changed"


class ChangedMeanwhile(Rejected):
    """Somebody else saved the file since it was opened."""

    code = "service_draft.changed_meanwhile"
