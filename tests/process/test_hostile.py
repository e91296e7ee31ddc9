"""Damaged diagrams and states are refused by name; they never run into an error of another kind."""

import contextlib
import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from engine.process import Definition, ProcessError, Run, StateError
from tests.process.kit import FakeHost
from tests.process.test_random_runs import BLOCK, DIAGRAMS
from tests.process.test_state import BLOCKS, DOCUMENT, at_the_crossing, everything


class OpenHost(FakeHost):
    """Knows every operation and decision, so that only the diagram can be wrong."""

    def is_job(self, operation):
        return True

    def decide(self, decision_id, scope):
        return {}


HOST = OpenHost()
SOURCES = [everything(), *(make() for make in DIAGRAMS)]
WORDS = [
    "",
    "=",
    "=x",
    "=1",
    "start",
    "a",
    "P1D",
    "true",
    "false",
    "no such",
    "a#each",
    "p",
    "=case",
    "\u10d0",
]
STATE = at_the_crossing().save()


def damage(source: bytes, seed: int) -> bytes:
    """Change a few nodes or attributes of a diagram."""
    choice = random.Random(seed)
    root = etree.fromstring(source)
    for _ in range(choice.randint(1, 4)):
        nodes = [node for node in root.iter() if node is not root]
        if not nodes:
            break
        node, other = choice.choice(nodes), choice.choice(nodes)
        what = choice.randrange(6)
        if what == 0:
            node.getparent().remove(node)
        elif what == 1:
            node.getparent().append(etree.fromstring(etree.tostring(other)))
        elif what == 2:
            node.tag = other.tag
        elif what == 3 and node.attrib:
            node.set(choice.choice(list(node.attrib)), choice.choice(WORDS + list(other.attrib.values())))
        elif what == 4 and node.attrib:
            del node.attrib[choice.choice(list(node.attrib))]
        else:
            node.text = choice.choice(WORDS)
    return etree.tostring(root)


@given(source=st.sampled_from(SOURCES), seed=st.integers(0, 10**9))
@settings(max_examples=600, suppress_health_check=[HealthCheck.too_slow])
def test_diagram__damaged__refused_or_runs(source, seed):
    with contextlib.suppress(ProcessError):
        definition = Definition.parse(damage(source, seed), BLOCKS | {"b": BLOCK})
        run, _ = Run.start(definition, HOST, DOCUMENT, None, budget=300)
        for number in range(20):
            if not run.waiting:
                break
            waiting = run.waiting[number % len(run.waiting)]
            if waiting.kind == "task":
                run.complete(waiting.token, {"again": False, "n": number})
            elif waiting.kind == "job":
                run.finish_job(waiting.token, {"n": number})
            elif waiting.kind == "timer":
                run.fire(waiting.token)
            elif waiting.kind == "signal":
                run.signal(waiting.signal_name or "", {})
            else:
                run.deliver(waiting.message_name or "", {}, token=waiting.token)
            run = Run.restore(definition, HOST, run.document, run.save(), budget=300)


@given(data=st.binary(max_size=300))
def test_diagram__noise__refused(data):
    with contextlib.suppress(ProcessError):
        Definition.parse(data)


@given(position=st.integers(0, len(STATE) - 1), value=st.integers(0, 255), cut=st.booleans())
@settings(max_examples=500)
def test_state__damaged__refused_or_restored(position, value, cut):
    definition = Definition.parse(everything(), BLOCKS)
    state = STATE[:position] if cut else STATE[:position] + bytes([value]) + STATE[position + 1 :]

    with contextlib.suppress(StateError):
        Run.restore(definition, HOST, DOCUMENT, state)
