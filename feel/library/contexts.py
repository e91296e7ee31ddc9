"""Functions on contexts. No context is ever changed."""

from __future__ import annotations

from feel.run import Run
from feel.signature import Registry
from feel.values import Value

builtin = Registry()


@builtin("get value", "m: context, key: string")
def _get_value(run: Run, context: dict[str, Value], key: str) -> Value:
    return context.get(key)


@builtin("get value", "context: context, keys: list")
def _get_value_deep(run: Run, context: dict[str, Value], keys: list[Value]) -> Value:
    value: Value = context
    for key in keys:
        if type(value) is not dict or type(key) is not str:
            return None
        value = value.get(key)
    return value if keys else None


@builtin("get entries", "m: context")
def _get_entries(run: Run, context: dict[str, Value]) -> Value:
    run.charge(len(context))
    return [{"key": key, "value": value} for key, value in context.items()]


@builtin("context", "entries: list")
def _context(run: Run, entries: list[Value]) -> Value:
    """An entry without key or value, or a key twice, makes it null."""
    built: dict[str, Value] = {}
    for entry in entries:
        if type(entry) is not dict or "value" not in entry:
            return None
        key = entry.get("key")
        if type(key) is not str or key in built:
            return None
        built[key] = entry["value"]
    return built


@builtin("context put", "context: context, key: string, value: any")
def _put(run: Run, context: dict[str, Value], key: str, value: Value) -> Value:
    run.charge(len(context))
    return {**context, key: value}


@builtin("context put", "context: context, keys: list, value: any")
def _put_deep(run: Run, context: dict[str, Value], keys: list[Value], value: Value) -> Value:
    if not keys or not all(type(key) is str for key in keys):
        return None
    levels = [context]
    for key in keys[:-1]:
        below = levels[-1].get(key)
        if type(below) is not dict:
            return None
        levels.append(below)
    for key, level in zip(reversed(keys), reversed(levels), strict=True):
        run.charge(len(level))
        value = {**level, key: value}
    return value


@builtin("context merge", "contexts: list")
def _merge(run: Run, contexts: list[Value]) -> Value:
    merged: dict[str, Value] = {}
    for context in contexts:
        if type(context) is not dict:
            return None
        run.charge(len(context))
        merged.update(context)
    return merged
