"""Closures that read names and paths."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import TYPE_CHECKING

from feel import tree
from feel.compiler.scopes import Code, Scope, find, place_code, root_code, up
from feel.errors import FeelSyntaxError
from feel.properties import property_of
from feel.run import Run
from feel.signature import Builtin
from feel.values import PLAIN, Value, take

if TYPE_CHECKING:
    from feel.compiler.core import Compiler


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name that looks most like one that isn't."""
    close = difflib.get_close_matches(name, list(known), n=1)
    return close[0] if close else ""


def compile_name(compiler: Compiler, node: tree.Name) -> Code:
    place = find(compiler.frames, node.name)
    builtin = compiler.functions.get(node.name) if place.is_root and not place.items else None
    if isinstance(builtin, Builtin) and node.name not in (compiler.names or ()):
        return _function_value(compiler, builtin, hops=place.hops)
    if place.is_root:
        _note_root(compiler, node, possible=bool(place.items), path=(node.name,))
        if place.items:
            compiler.reads.possible_paths.add((node.name,))
    code = place_code(place, node.name)
    if node.name == "partial" and not place.is_root:
        # The list still grows: what is handed on must not.
        return lambda scope, run: _copied(code(scope, run), run)
    return code


def _copied(value: Value, run: Run) -> Value:
    if type(value) is not list:
        return value
    run.charge(len(value))
    return list(value)


def _function_value(compiler: Compiler, builtin: Builtin, *, hops: int) -> Code:
    """A function of the language is a value, unless the context has something else of that name."""
    compiler.reads.functions.add(builtin.name)
    value = builtin.as_value()
    if compiler.names is not None:
        return lambda scope, run: value
    compiler.reads.possible_names.add(builtin.name)
    compiler.reads.possible_paths.add((builtin.name,))
    name = builtin.name
    given = root_code(name, hops)
    return lambda scope, run: given(scope, run) if name in up(scope, hops)[0] else value


def _note_root(compiler: Compiler, node: tree.Node, *, possible: bool, path: tuple[str, ...]) -> None:
    """Record what is read from outside, and refuse what the caller says is not there."""
    name = path[0]
    if compiler.names is not None and name not in compiler.names:
        if possible:
            return
        raise FeelSyntaxError(
            "feel.unknown_name",
            text=compiler.text,
            at=node.at,
            found=name[:80],
            hint=nearest(name, compiler.names),
        )
    if possible and compiler.names is None:
        compiler.reads.possible_names.add(name)
        return
    compiler.reads.names.add(name)
    compiler.reads.paths.add(path)


def compile_path(compiler: Compiler, node: tree.Path) -> Code:
    keys = [node.name]
    base = node.base
    while isinstance(base, tree.Path):
        keys.append(base.name)
        base = base.base
    keys.reverse()
    place = find(compiler.frames, base.name) if isinstance(base, tree.Name) else None
    if isinstance(base, tree.Name) and place is not None and place.is_root:
        if not place.items:
            _note_root(compiler, base, possible=False, path=(base.name, *keys))
            return _root_path(base.name, tuple(keys), hops=place.hops)
        _note_root(compiler, base, possible=True, path=(base.name,))
        compiler.reads.possible_paths.add((base.name, *keys))
        start = place_code(place, base.name)
    else:
        start = compiler.compile(base)
    if len(keys) == 1:
        name = keys[0]
        return lambda scope, run: property_of(run, start(scope, run), name=name)

    def follow(scope: Scope, run: Run) -> Value:
        value = start(scope, run)
        for key in keys:
            value = property_of(run, value, name=key)
        return value

    return follow


def _short_path(name: str, key: str) -> Code:
    """Do the same for ``name.key``, which most conditions are made of."""

    def step(scope: Scope, run: Run) -> Value:
        value = scope[0].get(name)
        value = value.get(key) if type(value) is dict else property_of(run, take(run, value), name=key)
        return value if type(value) in PLAIN else take(run, value)

    return step


def _root_path(name: str, keys: tuple[str, ...], *, hops: int) -> Code:
    """Walk into the data from outside and convert only what is found there."""

    if hops == 0 and len(keys) == 1:
        return _short_path(name, keys[0])

    def walk(scope: Scope, run: Run) -> Value:
        value = up(scope, hops)[0].get(name)
        for key in keys:
            is_data = type(value) is dict
            value = value.get(key) if is_data else property_of(run, take(run, value), name=key)
        return value if type(value) in PLAIN else take(run, value)

    return walk
