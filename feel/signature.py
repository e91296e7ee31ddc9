"""Built-in functions as data: name, parameters with their kinds, implementation.

A signature is written ``"string: string, start position: number, [length: number]"``: brackets mean it may
be left out, ``*`` in front takes any number, ``a|b`` either kind. An argument of another kind makes the
result null; a list of one element stands for its element, and a single value for a list of it.
Refuses to know what the functions do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from feel.run import Run
from feel.temporal import Date, DateTime, DaysDuration, MonthsDuration, Time
from feel.values import Function, Range, Value

_KINDS: Final[dict[str, tuple[type, ...]]] = {
    "null": (type(None),),
    "string": (str,),
    "number": (Decimal,),
    "boolean": (bool,),
    "list": (list,),
    "context": (dict,),
    "function": (Function,),
    "range": (Range,),
    "date": (Date,),
    "time": (Time,),
    "date and time": (DateTime,),
    "days": (DaysDuration,),
    "months": (MonthsDuration,),
    "point": (Decimal, str, Date, Time, DateTime, DaysDuration, MonthsDuration),
}
Implementation = Callable[..., Value]


@dataclass(frozen=True, slots=True)
class Parameter:
    """``kinds`` is None where anything fits, null included."""

    name: str
    kinds: frozenset[type] | None
    optional: bool
    many: bool

    @property
    def is_free(self) -> bool:
        """Say whether every argument it takes is small: no list, no text."""
        return self.kinds is not None and not self.many and not self.kinds & {list, str}

    def fit(self, run: Run, value: Value) -> tuple[Value] | None:
        """Return the argument as this parameter wants it, or nothing. Large ones are paid for here."""
        kind = type(value)
        if kind is list:
            run.charge(len(value))
        elif kind is str:
            run.charge_text(len(value))
        if self.kinds is None or kind in self.kinds:
            return (value,)
        if kind is list:
            return (value[0],) if len(value) == 1 and type(value[0]) in self.kinds else None
        if list in self.kinds and value is not None:
            return ([value],)
        return None


@dataclass(frozen=True, slots=True)
class Overload:
    """One way to call a function."""

    parameters: tuple[Parameter, ...]
    call: Implementation

    def takes(self, count: int) -> bool:
        """Say whether n positional arguments are welcome."""
        if self.parameters and self.parameters[-1].many:
            return count >= len(self.parameters)
        required = sum(not parameter.optional for parameter in self.parameters)
        return required <= count <= len(self.parameters)

    def order(self, names: Sequence[str]) -> tuple[int | None, ...] | None:
        """Return, for each parameter, which of the named arguments it is; nothing if they don't fit."""
        known = [parameter.name for parameter in self.parameters]
        if any(name not in known for name in names) or len(set(names)) != len(names):
            return None
        places = tuple(names.index(name) if name in names else None for name in known)
        for parameter, place in zip(self.parameters, places, strict=True):
            if place is None and not parameter.optional:
                return None
        return places

    def fit(self, run: Run, arguments: Sequence[Value]) -> list[Value] | None:
        """Return the arguments as the implementation wants them, or nothing."""
        fitted: list[Value] = []
        for index, argument in enumerate(arguments):
            parameter = self.parameters[min(index, len(self.parameters) - 1)]
            value = parameter.fit(run, argument)
            if value is None:
                return None
            fitted.append(value[0])
        return fitted


@dataclass(frozen=True, slots=True)
class Builtin:
    """A function of the language."""

    name: str
    overloads: tuple[Overload, ...]

    def taking(self, count: int) -> tuple[Overload, ...]:
        """Return the ways to call it with n arguments."""
        return tuple(overload for overload in self.overloads if overload.takes(count))

    def as_value(self) -> Function:
        """Return it as a value, to be handed to other functions."""
        return Function(None, lambda run, arguments: invoke(run, self.taking(len(arguments)), arguments))


def invoke(run: Run, overloads: Sequence[Overload], arguments: Sequence[Value]) -> Value:
    """Call the first way whose kinds fit; null if none does."""
    run.charge(1)
    for overload in overloads:
        fitted = overload.fit(run, arguments)
        if fitted is not None:
            return overload.call(run, *fitted)
    return None


def invoke_named(
    run: Run,
    overloads: Sequence[tuple[Overload, tuple[int | None, ...]]],
    arguments: Sequence[Value],
) -> Value:
    """Call with named arguments; parameters that were left out are not passed."""
    run.charge(1)
    for overload, places in overloads:
        named: dict[int, Value] = {}
        for index, place in enumerate(places):
            if place is None:
                continue
            value = overload.parameters[index].fit(run, arguments[place])
            if value is None:
                break
            named[index] = value[0]
        else:
            last = max(named, default=-1)
            return overload.call(run, *(named.get(index) for index in range(last + 1)))
    return None


def parse_signature(text: str) -> tuple[Parameter, ...]:
    """Read the notation described above."""
    return tuple(_parse_parameter(part.strip()) for part in text.split(",")) if text else ()


def _parse_parameter(text: str) -> Parameter:
    optional = text.startswith("[")
    name, _, kind = text.strip("[]").partition(": ")
    many = name.startswith("*")
    if kind == "any":
        return Parameter(name.lstrip("*"), None, optional, many)
    types: list[type] = [type_ for part in kind.split("|") for type_ in _KINDS[part]]
    return Parameter(name.lstrip("*"), frozenset(types), optional, many)


class Registry:
    """Collects the functions of one module of the library."""

    def __init__(self) -> None:
        self.overloads: dict[str, list[Overload]] = {}

    def __call__(self, name: str, signature: str) -> Callable[[Implementation], Implementation]:
        """Register the decorated implementation under a name."""

        def register(implementation: Implementation) -> Implementation:
            overload = Overload(parse_signature(signature), implementation)
            self.overloads.setdefault(name, []).append(overload)
            return implementation

        return register

    def builtins(self) -> dict[str, Builtin]:
        """Return what was registered."""
        return {name: Builtin(name, tuple(ways)) for name, ways in self.overloads.items()}
