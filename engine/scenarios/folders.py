"""Choice of the services that are run for the folders somebody names, and what is asked of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from engine.catalogue.blocks import CONTRACT, SHARED
from engine.catalogue.folder import read_service, service_folders, services
from engine.catalogue.published import Published, compile_version


def to_run(folders: Iterable[Path]) -> tuple[Path, ...]:
    """Return the services of the folders, and those that call a block among them, each once."""
    found: dict[Path, None] = {}
    for folder in map(Path.resolve, folders):
        for caller in _callers(folder) if _is_shared(folder) else service_folders(folder):
            found[caller] = None
    return tuple(found)


def version_of(folder: Path) -> Published:
    """Return a service folder compiled, as it would be published."""
    service = read_service(folder)
    return compile_version(0, service.code, service.module, settings=service.settings, files=service.files)


def asked(folders: Iterable[Path]) -> frozenset[str]:
    """Return the ids of the processes that lie in the folders."""
    return frozenset(process for folder in map(Path.resolve, folders) for process in _processes(folder))


def _processes(folder: Path) -> Iterator[str]:
    if _is_shared(folder):
        yield from (f"{SHARED}.{block.name}" for block in _blocks(folder))
        return
    yield from (
        f"{service_folder.parent.name}.{service_folder.name}" for service_folder in service_folders(folder)
    )
    if (folder / SHARED).is_dir():
        yield from _processes(folder / SHARED)


def _is_shared(folder: Path) -> bool:
    return bool(_blocks(folder))


def _blocks(folder: Path) -> tuple[Path, ...]:
    """Return the block that the folder is, or all that lie in it."""
    if (folder / CONTRACT).exists():
        return (folder,)
    return tuple(sorted(path.parent for path in folder.glob(f"*/{CONTRACT}")))


def _callers(folder: Path) -> tuple[Path, ...]:
    bpmn = folder.parent.parent if (folder / CONTRACT).exists() else folder.parent
    prefixes = tuple(f"{SHARED}/{block.name}/" for block in _blocks(folder))
    return tuple(
        service
        for service in services(bpmn)
        if any(file.startswith(prefixes) for file in read_service(service).files)
    )
