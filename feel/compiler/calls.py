"""Closures of function definitions and calls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from feel import tree
from feel.compiler.names import nearest
from feel.compiler.results import result_sort
from feel.compiler.scopes import Code, Frame, Scope, find
from feel.errors import FeelSyntaxError
from feel.functions import Host
from feel.lattice import ANY, UNKNOWN, function_of
from feel.run import Run
from feel.signature import Builtin, Overload, invoke, invoke_named
from feel.types import ANYTHING, written_type
from feel.values import Function, Value, take

if TYPE_CHECKING:
    from feel.compiler.core import Compiler

_CONSTANT: Final = frozenset({"date", "time", "date and time", "duration"})


def compile_function(compiler: Compiler, node: tree.FunctionLiteral) -> Code:
    names = tuple(parameter.name for parameter in node.parameters)
    types = [
        ANYTHING
        if parameter.type is None
        else written_type(parameter.type, text=compiler.text, types=compiler.types)
        for parameter in node.parameters
    ]
    if node.body is None:
        # External code is never run: such a function is null wherever it is called.
        return lambda scope, run: None
    compiler.frames.append(Frame(set(names)))
    body, weight = compiler.weighed(node.body)
    compiler.frames.pop()
    # A parameter without a type takes anything.
    taken = [ANY if type_ is ANYTHING else type_.sort for type_ in types]
    known = {name: UNKNOWN if sort is ANY else sort for name, sort in zip(names, taken, strict=True)}
    sort = function_of(taken, result_sort(node.body, known))

    def define(scope: Scope, run: Run) -> Function:
        def call(inner: Run, arguments: Sequence[Value]) -> Value:
            if len(arguments) != len(names):
                return None
            accepted = [type_.accept(inner, value) for type_, value in zip(types, arguments, strict=True)]
            if any(a is None and b is not None for a, b in zip(accepted, arguments, strict=True)):
                return None
            inner.charge(weight)
            inner.enter()
            value = body((dict(zip(names, accepted, strict=True)), scope), inner)
            inner.leave()
            return value

        return Function(names, call, sort)

    return define


def compile_call(compiler: Compiler, node: tree.Call) -> Code:
    if isinstance(node.callee, tree.Name):
        name = node.callee.name
        place = find(compiler.frames, name)
        entry = compiler.functions.get(name)
        if place.is_root and entry is not None:
            compiler.reads.functions.add(name)
            if isinstance(entry, Host):
                return _host_call(compiler, node, name=name, host=entry)
            return _builtin_call(compiler, node, builtin=entry)
        is_known = name in (compiler.names or ()) or name in compiler.hints
        if place.is_root and not is_known:
            raise FeelSyntaxError(
                "feel.unknown_function",
                text=compiler.text,
                at=node.callee.at,
                found=name[:80],
                hint=nearest(name, [*compiler.functions, *(compiler.names or ())]),
            )
    return _value_call(compiler, node)


def _arguments(compiler: Compiler, node: tree.Call) -> list[Code]:
    return [compiler.compile(argument) for argument in node.arguments] + [
        compiler.compile(argument) for _, argument in node.named
    ]


def _refuse(compiler: Compiler, node: tree.Call, *, name: str, hint: str) -> FeelSyntaxError:
    return FeelSyntaxError("feel.wrong_arguments", text=compiler.text, at=node.at, found=name, hint=hint)


def _builtin_call(compiler: Compiler, node: tree.Call, *, builtin: Builtin) -> Code:
    arguments = _arguments(compiler, node)
    if node.named:
        names = [name for name, _ in node.named]
        ordered = [(way, places) for way in builtin.overloads if (places := way.order(names)) is not None]
        if not ordered:
            raise _refuse(compiler, node, name=builtin.name, hint=_parameters_of(builtin))
        return lambda scope, run: invoke_named(run, ordered, [code(scope, run) for code in arguments])
    overloads = builtin.taking(len(arguments))
    if not overloads:
        raise _refuse(compiler, node, name=builtin.name, hint=_parameters_of(builtin))
    if builtin.name in _CONSTANT and all(isinstance(argument, tree.Literal) for argument in node.arguments):
        # date("2024-02-29") is read once, not at every evaluation.
        value = invoke(Run(1000), overloads, [code((), Run(0)) for code in arguments])
        return lambda scope, run: value
    if len(arguments) == len(overloads) == 1 and overloads[0].parameters[0].is_free:
        return _plain_call(arguments[0], overloads)
    return lambda scope, run: invoke(run, overloads, [code(scope, run) for code in arguments])


def _plain_call(argument: Code, overloads: Sequence[Overload]) -> Code:
    """Call with one argument whose size need not be paid for: ``not(x)``, ``abs(x)``."""
    implementation, kinds = overloads[0].call, overloads[0].parameters[0].kinds or ()

    def call(scope: Scope, run: Run) -> Value:
        value = argument(scope, run)
        if type(value) not in kinds:
            return invoke(run, overloads, [value])
        run.charge(1)
        return implementation(run, value)

    return call


def _parameters_of(builtin: Builtin) -> str:
    return " / ".join(
        ", ".join(parameter.name for parameter in overload.parameters) for overload in builtin.overloads
    )


def _host_call(compiler: Compiler, node: tree.Call, *, name: str, host: Host) -> Code:
    arguments = _arguments(compiler, node)
    if node.named:
        given = [argument for argument, _ in node.named]
        if sorted(given) != sorted(host.params[: len(given)]):
            raise _refuse(compiler, node, name=name, hint=", ".join(host.params))
        arguments = [arguments[given.index(parameter)] for parameter in host.params[: len(given)]]
    if not len(host.params) - host.optional <= len(arguments) <= len(host.params):
        raise _refuse(compiler, node, name=name, hint=", ".join(host.params))

    def call(scope: Scope, run: Run) -> Value:
        run.charge(1)
        # Whoever evaluates may bring the functions of this very case.
        serving = run.hosts.get(name, host)
        return take(run, serving.call(*(code(scope, run) for code in arguments)))

    return call


def _value_call(compiler: Compiler, node: tree.Call) -> Code:
    callee = compiler.compile(node.callee)
    arguments = _arguments(compiler, node)
    names = [name for name, _ in node.named]

    def call(scope: Scope, run: Run) -> Value:
        function = callee(scope, run)
        if type(function) is not Function:
            return None
        run.charge(1)
        values = [code(scope, run) for code in arguments]
        if names:
            if function.parameters is None or not set(names) <= set(function.parameters):
                return None
            given = dict(zip(names, values, strict=True))
            values = [given.get(parameter) for parameter in function.parameters]
        return function.call(run, values)

    return call
