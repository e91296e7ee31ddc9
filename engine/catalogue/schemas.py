"""Checking the catalogue's JSON files against `bpmn/schemas/`.

Refuses to know what the files mean beyond their shape: references between files are checked by
whoever reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match
from jsonschema.validators import extend
from referencing import Registry, Resource

from engine.catalogue.cache import Cache
from engine.catalogue.errors import CatalogueError
from engine.catalogue.files import read_file, read_json

SUFFIX = ".schema.json"
# Files of a catalogue that are known to fit: blocks are read with each service that calls them.
MOST_KEPT = 4_096
MOST_CATALOGUES = 8

Place = tuple[str | int, ...]
Violation = tuple[Place, str]  # where, and by which keyword of the schema
Contents = tuple[tuple[str, bytes], ...]  # files by name


def _pattern(
    validator: Any, pattern: str, instance: Any, schema: Mapping[str, Any]
) -> Iterator[ValidationError]:
    """Let `$` mean the end of the text: Python alone would also accept a newline after it."""
    if isinstance(instance, str) and not re.search(re.sub(r"(?<!\\)\$$", r"\\Z", pattern), instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


# jsonschema's `extend` has no annotations.
_Validator: type[Draft202012Validator] = extend(  # type: ignore[no-untyped-call]
    Draft202012Validator, {"pattern": _pattern}
)


class Schemas:
    """The schemas of one catalogue, by the names of their files without suffix."""

    def __init__(self, schemas: Mapping[str, Mapping[str, Any]]) -> None:
        resources = [(f"{name}{SUFFIX}", Resource.from_contents(schema)) for name, schema in schemas.items()]
        registry: Registry[Any] = Registry().with_resources(resources)
        self.names = frozenset(schemas)
        self._validators = {
            name: _Validator(schema, registry=registry, format_checker=_Validator.FORMAT_CHECKER)
            for name, schema in schemas.items()
        }
        self._fitting: Cache[tuple[str, bytes], None] = Cache(MOST_KEPT)

    @classmethod
    def load(cls, directory: Path) -> Schemas:
        """Read and check every schema of the directory; directories with the same schemas share one."""
        paths = sorted(directory.glob(f"*{SUFFIX}"))
        contents = tuple((path.name, read_file(path, path.name)) for path in paths)
        if not contents:
            raise CatalogueError("schemas_missing", directory.name)
        return _KNOWN.get(contents, lambda: cls._checked(contents))

    @classmethod
    def _checked(cls, contents: Contents) -> Schemas:
        schemas = {name.removesuffix(SUFFIX): read_json(content, name) for name, content in contents}
        for schema in schemas.values():
            Draft202012Validator.check_schema(schema)
        return cls(schemas)

    def read(self, content: bytes, schema: str, file: str) -> Any:
        """Return the value of a JSON file that fits; raise `CatalogueError` otherwise."""
        value = read_json(content, file)
        self._fitting.get((schema, sha256(content).digest()), lambda: self.check(value, schema, file))
        return value

    def check(self, value: Any, schema: str, file: str) -> None:
        """Raise `CatalogueError` with the most telling violation, if there is one."""
        error = best_match(self._validators[schema].iter_errors(value))
        if error is not None:
            raise CatalogueError("schema", file, f"{error.json_path}: {error.message[:300]}")

    def violations(self, value: Any, schema: str) -> tuple[Violation, ...]:
        """Return everything that does not fit, with the place of what is missing as if it were there."""
        return tuple(_violations(self._validators[schema].iter_errors(value)))

    def fitting(self, value: Any, schema: str) -> bool:
        """Take out of a value what does not fit, and what lacks a part for it; tell whether anything did not.

        Names that are not known may stay: nobody reads them. What the whole value lacks it goes on lacking.
        """
        took = False
        while places := self._misfits(value, schema):
            # All at once, those inside others and the last of a list first: each look reads the whole value.
            for *around, last in sorted(places, key=_in_order, reverse=True):
                parent = value
                for step in around:
                    parent = parent[step]
                del parent[last]
            took = True
        return took

    def _misfits(self, value: Any, schema: str) -> set[Place]:
        """Return the places of what does not fit, but for the whole."""
        errors = self._validators[schema].iter_errors(value)
        places = (tuple(error.absolute_path) for error in errors if error.validator != "additionalProperties")
        return {place for place in places if place}


def _violations(errors: Iterator[ValidationError]) -> Iterator[Violation]:
    for error in errors:
        place, keyword = tuple(error.absolute_path), str(error.validator)
        if keyword == "required":
            needed, has = cast("list[str]", error.validator_value), cast("dict[str, Any]", error.instance)
            yield from (((*place, name), keyword) for name in needed if name not in has)
        else:
            yield place, keyword


def _in_order(place: Place) -> list[tuple[int, str]]:
    return [(step, "") if isinstance(step, int) else (-1, step) for step in place]


_KNOWN: Cache[Contents, Schemas] = Cache(MOST_CATALOGUES)


@cache
def schemas_of(bpmn: Path) -> Schemas:
    """Return the schemas of a catalogue root; read once per process."""
    return Schemas.load(bpmn / "schemas")
