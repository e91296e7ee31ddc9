"""The kind of each node from the kinds of its parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from feel import tree
from feel.analyse.arithmetic import arithmetic_kind
from feel.analyse.inference import Frame, Inference, Rule, nearest
from feel.analyse.kinds import (
    BOOLEAN,
    CONTEXT,
    FUNCTION,
    NULL,
    NUMBER,
    UNKNOWN,
    Kind,
    joined,
    kind_of,
    list_of,
)
from feel.analyse.mending import as_condition, tested, timed
from feel.analyse.properties import property_kind, property_names
from feel.analyse.results import misfit, result_of
from feel.functions import Host
from feel.signature import Builtin
from feel.temporal import READERS


def _literal(found: Inference, node: tree.Literal) -> Kind:
    return kind_of(node.value)


def _name(found: Inference, node: tree.Name) -> Kind:
    if node.name == "?" and not any("?" in frame.names for frame in found.frames):
        return found.tested
    kind = found.find(node.name)
    if kind is None:
        return FUNCTION if isinstance(found.functions.get(node.name), Builtin) else UNKNOWN
    return kind


def _path(found: Inference, node: tree.Path) -> Kind:
    base = found.kind(node.base)
    kind = property_kind(base, node.name)
    if kind is None:
        hint = nearest(node.name, property_names(base))
        instead = (f".{node.name}", f".{hint}") if hint else ("", "")
        found.report("feel.no_property", node, base, node.name, hint=hint, instead=instead)
        return UNKNOWN
    return kind


def _filter(found: Inference, node: tree.Filter) -> Kind:
    base = found.kind(node.base)
    element = base.element or UNKNOWN if base.name == "list" else base
    condition = found.within(Frame({}, item=element), node.condition)
    if condition.name == "number":
        # A number that comes out as null is no position: the filter is then a list.
        return UNKNOWN if tree.literal_number(node.condition) is None else element
    if condition.name == "boolean":
        return list_of(element)
    if condition.is_known and condition != NULL:
        ways = as_condition(found.text, node.condition, condition)
        found.report("feel.not_a_condition", node.condition, condition, ways=ways)
    return UNKNOWN


def _negation(found: Inference, node: tree.Negation) -> Kind:
    kind = found.kind(node.operand)
    if kind.is_known and kind != NUMBER and not kind.name.endswith("duration"):
        found.report("feel.kinds_differ", node, "-", kind)
        return UNKNOWN
    return kind


def _arithmetic(found: Inference, node: tree.Arithmetic) -> Kind:
    kind = found.kind(node.first)
    for operator, operand in node.rest:
        right = found.kind(operand)
        result = arithmetic_kind(operator, kind, right)
        if result is None:
            found.report("feel.kinds_differ", node, kind, operator, right)
            return UNKNOWN
        kind = result
    return kind


def _comparison(found: Inference, node: tree.Comparison) -> Kind:
    found.compare(node, node.operator, found.kind(node.left), found.kind(node.right))
    return BOOLEAN


def _logic(found: Inference, node: tree.Logic) -> Kind:
    for operand in node.operands:
        found.condition(operand)
    return BOOLEAN


def _between(found: Inference, node: tree.Between) -> Kind:
    value = found.kind(node.value)
    for end in (node.low, node.high):
        found.compare(node, "<=", value, found.kind(end))
    return BOOLEAN


def _in(found: Inference, node: tree.In) -> Kind:
    value = found.kind(node.value)
    found.frames.append(Frame({"?": value}))
    for test in node.tests:
        _test(found, test, value)
    found.frames.pop()
    return BOOLEAN


def _unary_tests(found: Inference, node: tree.UnaryTests) -> Kind:
    for test in node.tests:
        _test(found, test, found.tested)
    return BOOLEAN


def _test(found: Inference, node: tree.Node, value: Kind) -> None:
    if isinstance(node, tree.OperatorTest):
        found.compare(node, node.operator, value, found.kind(node.operand))
        return
    if isinstance(node, tree.ListLiteral):
        for item in node.items:
            _test(found, item, value)
        return
    kind = found.kind(node)
    if any(isinstance(part, tree.Name) and part.name == "?" for part in tree.walk(node)):
        return
    if kind.name in ("list", "range"):
        kind = kind.element or UNKNOWN
    if kind.is_scalar and value.is_scalar and kind.name != value.name:
        found.report("feel.kinds_differ", node, value, kind, ways=tested(found.text, node, value))
    elif value.excludes(kind):
        found.never_equal(node, value, kind)


def _if(found: Inference, node: tree.If) -> Kind:
    found.condition(node.condition)
    return joined((found.kind(node.then), found.kind(node.otherwise)))


def _bind(found: Inference, iterators: tuple[tree.Iteration, ...]) -> None:
    for iteration in iterators:
        domain = found.kind(iteration.domain)
        end = None if iteration.end is None else found.kind(iteration.end)
        element = domain if end is not None else domain.element or UNKNOWN
        if domain.is_scalar and end is None:
            element = domain
        found.frames.append(Frame({iteration.name: element}))


def _for(found: Inference, node: tree.For) -> Kind:
    before = len(found.frames)
    found.frames.append(Frame({"partial": list_of(UNKNOWN)}))
    _bind(found, node.iterators)
    body = found.kind(node.body)
    del found.frames[before:]
    return list_of(body)


def _quantified(found: Inference, node: tree.Quantified) -> Kind:
    before = len(found.frames)
    _bind(found, node.iterators)
    found.condition(node.condition)
    del found.frames[before:]
    return BOOLEAN


def _list(found: Inference, node: tree.ListLiteral) -> Kind:
    return list_of(joined([found.kind(item) for item in node.items]))


def _range(found: Inference, node: tree.RangeLiteral) -> Kind:
    start, end = found.kind(node.start), found.kind(node.end)
    found.compare(node, "<=", start, end)
    return Kind("range", joined((start, end)))


def _context(found: Inference, node: tree.ContextLiteral) -> Kind:
    frame = Frame({})
    found.frames.append(frame)
    for key, value in node.entries:
        frame.names[key] = (
            UNKNOWN if isinstance(value, tree.FunctionLiteral) else frame.names.get(key, UNKNOWN)
        )
        if not isinstance(value, tree.FunctionLiteral):
            del frame.names[key]
        frame.names[key] = found.kind(value)
    found.frames.pop()
    return Kind(CONTEXT.name, members=tuple(frame.names.items()), is_closed=True)


def _function(found: Inference, node: tree.FunctionLiteral) -> Kind:
    if node.body is not None:
        found.within(Frame({parameter.name: UNKNOWN for parameter in node.parameters}), node.body)
    return FUNCTION


def _call(found: Inference, node: tree.Call) -> Kind:
    arguments = [found.kind(argument) for argument in node.arguments]
    for _, argument in node.named:
        found.kind(argument)
    if not isinstance(node.callee, tree.Name) or found.find(node.callee.name) is not None:
        return UNKNOWN
    name = node.callee.name
    entry = found.functions.get(name)
    if isinstance(entry, Host):
        return found.result(name, node.arguments)
    if isinstance(entry, Builtin) and not node.named:
        place = misfit(entry, arguments)
        if place is not None:
            found.report("feel.argument_kind", node.arguments[place], name, arguments[place])
    if (said := _no_time(node)) is not None:
        found.report("feel.bad_temporal_literal", node, name, ways=timed(found.text, name, said))
    if name == "list contains" and len(arguments) == 2 and arguments[0].name == "list":
        element = arguments[0].element or UNKNOWN
        if element.excludes(arguments[1]):
            found.never_equal(node, element, arguments[1])
    if name == "get value" and len(arguments) == 2:
        return _value_of(found, node, *arguments)
    return result_of(name, arguments)


def _no_time(node: tree.Call) -> str | None:
    """Return the text that is none where a date, time or duration is made of one."""
    match node:
        case tree.Call(callee=tree.Name(name=name), arguments=(tree.Literal(value=str(text)),)):
            return text if name in READERS and READERS[name](text) is None else None
    return None


def _value_of(found: Inference, node: tree.Call, context: Kind, key: Kind) -> Kind:
    """Return the kind of an entry that is looked up; each key that may come has to be there."""
    if context.name != "context" or not context.is_closed or key.values is None:
        return UNKNOWN
    names = dict(context.members)
    for value in sorted(key.values - names.keys()):
        hint = nearest(value, names)
        instead = (f'"{value}"', f'"{hint}"') if hint else ("", "")
        found.report("feel.no_property", node, context, value, hint=hint, instead=instead)
    return joined(names[value] for value in key.values & names.keys())


def _instance_of(found: Inference, node: tree.InstanceOf) -> Kind:
    found.kind(node.value)
    return BOOLEAN


RULES: Final[Mapping[type[tree.Node], Rule]] = {
    tree.Literal: _literal,
    tree.Name: _name,
    tree.Path: _path,
    tree.Filter: _filter,
    tree.Negation: _negation,
    tree.Arithmetic: _arithmetic,
    tree.Comparison: _comparison,
    tree.Logic: _logic,
    tree.Between: _between,
    tree.In: _in,
    tree.UnaryTests: _unary_tests,
    tree.If: _if,
    tree.For: _for,
    tree.Quantified: _quantified,
    tree.ListLiteral: _list,
    tree.RangeLiteral: _range,
    tree.ContextLiteral: _context,
    tree.FunctionLiteral: _function,
    tree.Call: _call,
    tree.InstanceOf: _instance_of,
}
