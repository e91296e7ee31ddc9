"""Small DMN files, built from what a test cares about."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def definitions(*parts: str, namespace: str = NAMESPACE) -> bytes:
    """Return a file with the parts in it."""
    body = "".join(parts)
    return f'<definitions xmlns="{namespace}" id="m" name="m" namespace="urn:m">{body}</definitions>'.encode()


def text(element: str, content: str, attributes: str = "") -> str:
    """Return an element with a text child."""
    return f"<{element} {attributes}><text>{escape(content)}</text></{element}>"


def table(
    *rules: Sequence[str],
    inputs: Sequence[str] = ("x",),
    outputs: Sequence[str] = ("",),
    policy: str = "UNIQUE",
    aggregation: str = "",
    values: Sequence[str] = (),
    defaults: Sequence[str] = (),
    types: Sequence[str] = (),
    expected: Sequence[str] = (),
) -> str:
    """Return a decision table; a rule is its tests and then its outputs, then maybe an annotation."""
    columns = ""
    for n, source in enumerate(inputs):
        inner = text("inputExpression", source, f'typeRef="{types[n]}"' if n < len(types) else "")
        inner += text("inputValues", expected[n]) if n < len(expected) and expected[n] else ""
        columns += f'<input id="i{n}" label="{source}?">{inner}</input>'
    for n, name in enumerate(outputs):
        inner = text("outputValues", values[n]) if n < len(values) else ""
        inner += text("defaultOutputEntry", defaults[n]) if n < len(defaults) else ""
        columns += f'<output id="o{n}" name="{name}">{inner}</output>'
    rows = "".join(_rule(n, rule, len(inputs), len(outputs)) for n, rule in enumerate(rules, start=1))
    kind = f' aggregation="{aggregation}"' if aggregation else ""
    return f'<decisionTable id="t" hitPolicy="{policy}"{kind}>{columns}{rows}</decisionTable>'


def _rule(number: int, cells: Sequence[str], tests: int, outputs: int) -> str:
    names = ["inputEntry"] * tests + ["outputEntry"] * outputs + ["annotationEntry"] * len(cells)
    body = "".join(text(name, cell) for name, cell in zip(names, cells, strict=False))
    return f'<rule id="r{number}">{body}</rule>'


def literal(source: str) -> str:
    """Return a literal expression."""
    return text("literalExpression", source, 'id="l"')


def decision(
    logic: str, name: str = "d", requires: Sequence[str] = (), type_name: str = "", knows: Sequence[str] = ()
) -> str:
    """Return a decision whose id is its name."""
    needed = "".join(
        f'<informationRequirement><requiredDecision href="#{id_}"/></informationRequirement>'
        for id_ in requires
    )
    needed += "".join(
        f'<knowledgeRequirement><requiredKnowledge href="#{id_}"/></knowledgeRequirement>' for id_ in knows
    )
    kind = f' typeRef="{type_name}"' if type_name else ""
    return f'<decision id="{name}" name="{name}"><variable name="{name}"{kind}/>{needed}{logic}</decision>'
