"""The validation cache: findings kept on disk by the digest of everything that they follow from.

The key covers the files of a service and of all that it calls, the parameters, the validator's own code, its
libraries and its Python: never a time, a path or a name. All processes of an installation share the
directory; of two that need the same verdict one computes it and the other waits. It refuses to know how
findings come about, and believes nothing that another account could have written.
"""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from engine import atomic_write, canonical
from engine.catalogue.check.findings import Finding
from engine.catalogue.parameters import Parameters
from engine.code_digest import code_digest, is_private

PACKAGES: Final = ("engine", "feel", "forms", "signing")  # whatever a check can import
# Read as this code is imported: a release that is laid over it while we run must not be given our verdicts.
VALIDATOR: Final = code_digest(*PACKAGES)
MOST_KEPT: Final = 4_000
LONGEST: Final = 1 << 20  # bytes of an entry that is read
# What says more about the machine than about the service is asked again.
UNREPEATABLE: Final = frozenset({"trial.timed_out", "trial.failed"})
Findings = tuple[Finding, ...]


@dataclass(frozen=True)
class ValidationCache:
    """Verdicts in a directory of this account's own; without a directory nothing is kept."""

    directory: Path | None = None

    @classmethod
    def below(cls, cache: Path) -> ValidationCache:
        """Return the cache of an installation, in its directory of what can be computed again."""
        return cls(cache / "validation")

    def get(
        self,
        code: str,
        files: Mapping[str, bytes],
        parameters: Parameters | None,
        validate: Callable[[], Findings],
    ) -> Findings:
        """Return the findings of these files: kept ones, or what `validate` says, which is kept.

        Where nothing can be written (a full disk, say) that costs time and no verdict.
        """
        if self.directory is None or not is_private(self.directory):
            return validate()
        name = key(code, files, parameters)
        entry = self.directory / f"{name}.json"
        if (known := _read(entry)) is not None:
            return known
        with _locked(self.directory / f"{name[:2]}.lock"):
            if (known := _read(entry)) is not None:
                return known
            findings = validate()
            if not any(finding.code in UNREPEATABLE for finding in findings):
                self._keep(entry, findings)
            return findings

    def _keep(self, entry: Path, findings: Findings) -> None:
        try:
            content = canonical.dumps([_as_json(finding) for finding in findings])
        except canonical.NotCanonical:
            return
        with suppress(OSError):
            if len(content) <= LONGEST:
                atomic_write.write(entry, content)
            entries = sorted(entry.parent.glob("*.json"), key=lambda path: path.stat().st_mtime)
            for path in entries[:-MOST_KEPT]:
                path.unlink(missing_ok=True)


NO_CACHE: Final = ValidationCache()


def key(code: str, files: Mapping[str, bytes], parameters: Parameters | None) -> str:
    """Return the name of a verdict: a SHA-256 in hexadecimal digits."""
    known = None if parameters is None else repr(parameters.entries())
    manifest = {
        "validator": VALIDATOR,
        "service": code,
        "files": {path: hashlib.sha256(content).hexdigest() for path, content in files.items()},
        "parameters": known and hashlib.sha256(known.encode()).hexdigest(),
    }
    return hashlib.sha256(canonical.dumps(manifest)).hexdigest()


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Let other processes wait for the verdict that is being computed; the kernel frees a dead one's lock."""
    with ExitStack() as opened:
        with suppress(OSError):
            fcntl.flock(opened.enter_context(open(path, "a")), fcntl.LOCK_EX)
        yield


def _read(entry: Path) -> Findings | None:
    """Return the findings of an entry; what is not there, too long or damaged counts as unknown."""
    try:
        if entry.stat().st_size > LONGEST:
            return None
        return tuple(_of_json(value) for value in canonical.loads(entry.read_bytes()))
    except (OSError, TypeError, canonical.NotCanonical):
        return None


def _as_json(finding: Finding) -> dict[str, Any]:
    return asdict(replace(finding, witness=dict(finding.witness)))


def _of_json(value: Mapping[str, Any]) -> Finding:
    found = Finding(**value)
    return replace(
        found,
        path=tuple(found.path),
        callers=tuple(found.callers),
        fix=None if found.fix is None else (found.fix[0], found.fix[1]),
        choices=tuple((shown, old, new) for shown, old, new in found.choices),
        witness=MappingProxyType(dict(found.witness)),
    )
