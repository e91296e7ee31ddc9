"""Report on a container: who signed and stamped which of its files, and what is wrong with which.

The same is said of signatures in CMS that are a file of their own: then there is one file, inside or beside.

Plain data that survives JSON, as reports of files are. Words are the business of whoever shows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from signing.report import Report, SignatureReport, Verdict, found_from_json, found_to_json


@dataclass(frozen=True)
class Problem:
    """Problem of a container: what is wrong, and with which file (empty: with the container)."""

    code: str
    file: str = ""
    place: str = ""


@dataclass(frozen=True)
class Covering:
    """A signature of the container, and the files that it is over."""

    found: SignatureReport
    files: tuple[str, ...]


@dataclass(frozen=True)
class PackageReport:
    """Report on what was found of a container."""

    verdict: Verdict
    sha256: str
    stamped_at: datetime | None  # all its files, by the oldest stamp that is believed, else the newest
    stamped_by: str
    problems: tuple[Problem, ...]
    files: tuple[str, ...]
    signatures: tuple[Covering, ...]
    unread: int  # signatures of a kind that can't be read here
    signed: tuple[tuple[str, Report], ...]  # the PDF files with signatures
    is_container: bool = True

    @property
    def is_signed(self) -> bool:
        """Whether somebody signed the container itself, legibly or not."""
        return bool(self.signatures or self.unread)

    def to_json(self) -> dict[str, Any]:
        return {
            "verdict": self.verdict,
            "sha256": self.sha256,
            "stamped_at": self.stamped_at and self.stamped_at.isoformat(),
            "stamped_by": self.stamped_by,
            "problems": [asdict(problem) for problem in self.problems],
            "files": self.files,
            "signatures": [
                {"found": found_to_json(signature.found), "files": signature.files}
                for signature in self.signatures
            ],
            "unread": self.unread,
            "signed": [(name, report.to_json()) for name, report in self.signed],
            "is_container": self.is_container,
        }

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> PackageReport:
        """Return what `to_json` gave."""
        return cls(
            Verdict(said["verdict"]),
            said["sha256"],
            said["stamped_at"] and datetime.fromisoformat(said["stamped_at"]),
            said["stamped_by"],
            tuple(Problem(**problem) for problem in said["problems"]),
            tuple(said["files"]),
            tuple(
                Covering(found_from_json(signature["found"]), tuple(signature["files"]))
                for signature in said["signatures"]
            ),
            said["unread"],
            tuple((name, Report.from_json(report)) for name, report in said["signed"]),
            said.get("is_container", True),  # reports that are older say nothing of it
        )
