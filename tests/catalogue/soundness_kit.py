"""Short paths to write diagrams of other tools, and a token game without reductions, their reference model.

The first letter of an id says what it is: s start, e end, k terminate end, x exclusive,
p parallel, o inclusive, g event-based; anything else is a task.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, replace
from itertools import combinations

KINDS = {
    "s": "startEvent",
    "e": "endEvent",
    "k": "endEvent",
    "x": "exclusiveGateway",
    "p": "parallelGateway",
    "o": "inclusiveGateway",
    "g": "eventBasedGateway",
}
HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="urn:x">'
)


@dataclass(frozen=True)
class Graph:
    """Flows as pairs, kinds by id, and the hosts of interrupting timers."""

    flows: tuple[tuple[str, str], ...]
    kinds: dict[str, str]
    hosts: dict[str, str]

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(self.kinds)

    def xml(self) -> bytes:
        return wrapped(self.inner())

    def ended_by(self, event: str) -> bytes:
        """Return the file of a process in which the graph is a subprocess that a term ends.

        The event is a `border` event, one at the border of another subprocess `around`, or a `handler`.
        """
        handler, held = "", f'<subProcess id="held">{self.inner()}'
        if event == "handler":
            handler = (
                '<subProcess id="h" triggeredByEvent="true"><startEvent id="hs"><timerEventDefinition/>'
                "</startEvent>"
                '<endEvent id="he"/><sequenceFlow sourceRef="hs" targetRef="he"/></subProcess>'
            )
        held, host = f"{held}{handler}</subProcess>", "held"
        if event == "around":
            held, host = f'<subProcess id="outer">{held}</subProcess>', "outer"
        border = (
            f'<boundaryEvent id="term" attachedToRef="{host}"><timerEventDefinition/></boundaryEvent>'
            '<sequenceFlow sourceRef="term" targetRef="oe"/>'
        )
        return wrapped(
            f'<startEvent id="os"/>{held}<endEvent id="oe"/><sequenceFlow sourceRef="os" targetRef="{host}"/>'
            f'<sequenceFlow sourceRef="{host}" targetRef="oe"/>{"" if handler else border}'
        )

    def inner(self) -> str:
        parts = []
        for id, kind in self.kinds.items():
            inner = "<terminateEventDefinition/>" if id[0] == "k" and kind == "endEvent" else ""
            parts.append(f'<{kind} id="{id}">{inner}</{kind}>')
        for event, host in self.hosts.items():
            inner = "<timerEventDefinition/>"
            parts.append(f'<boundaryEvent id="{event}" attachedToRef="{host}">{inner}</boundaryEvent>')
        for number, (source, target) in enumerate(self.flows):
            parts.append(f'<sequenceFlow id="f{number}" sourceRef="{source}" targetRef="{target}"/>')
        return "".join(parts)


def wrapped(inner: str, around: str = "") -> bytes:
    return f'{HEAD}{around}<process id="proc">{inner}</process></definitions>'.encode()


def graph(text: str, **hosts: str) -> Graph:
    """Read `s x1 a x2 e; x1 b x2`: each part is a line of flows; the events of `hosts` are timers."""
    flows = []
    for part in text.split(";"):
        ids = part.split()
        flows += list(zip(ids, ids[1:], strict=False))
    kinds = {
        id: KINDS.get(id[0], "userTask")
        for id in dict.fromkeys(i for f in flows for i in f)
        if id not in hosts
    }
    return Graph(tuple(flows), kinds, dict(hosts))


def mutant(drawn: Graph, choice: random.Random) -> Graph:
    """Return the graph with another gateway, a flow less, or a flow that goes elsewhere."""
    gateways = [id for id, kind in drawn.kinds.items() if kind in KINDS.values() and id[0] in "xpo"]
    kind = choice.choice(["swap", "swap", "drop", "redirect"] if gateways else ["drop", "redirect"])
    if kind == "swap":
        id = choice.choice(gateways)
        others = sorted({KINDS[letter] for letter in "xpo"} - {drawn.kinds[id]})
        return replace(drawn, kinds=drawn.kinds | {id: choice.choice(others)})
    number = choice.randrange(len(drawn.flows))
    flows = list(drawn.flows)
    gone = flows.pop(number)
    if kind == "redirect":
        targets = [i for i in drawn.ids if drawn.kinds[i] != "startEvent" and (gone[0], i) not in flows]
        flows.append((gone[0], choice.choice(targets)))
    return replace(drawn, flows=tuple(flows))


@dataclass(frozen=True)
class Seen:
    """What the token game saw of the whole state space."""

    doubled: bool
    deadlock: bool
    livelock: bool
    dead: frozenset[str]

    @property
    def is_sound(self) -> bool:
        return not (self.doubled or self.deadlock or self.livelock or self.dead)


State = frozenset  # of (flow number, tokens)


class TokenGame:
    """The reference model of soundness: explores every state by the token rules, without any reduction.

    What is `ended` from outside may be over in every state in which only people can do something.
    """

    def __init__(self, drawn: Graph, *, is_ended: bool = False) -> None:
        self.g = drawn
        self.is_ended = is_ended
        self.into = {i: [n for n, f in enumerate(drawn.flows) if f[1] == i] for i in drawn.kinds}
        every = (*drawn.kinds, *drawn.hosts)
        self.out = {i: [n for n, f in enumerate(drawn.flows) if f[0] == i] for i in every}
        self.alive: set[str] = set()
        self.doubled = False

    def judge(self, limit: int = 20_000) -> Seen | None:
        self.alive.add("s")
        begin = self.settle(Counter(), self.out["s"])
        edges: dict[State, set[State]] = {}
        at_once: dict[State, set[State | None]] = {}
        pending = [begin] if begin is not None else []
        bad: set[State] = set()
        stuck: set[State] = set()
        over: set[State] = set()
        while pending:
            state = pending.pop()
            if state in edges:
                continue
            if len(edges) > limit:
                return None
            edges[state] = set()
            moves = [after for _, after in self.moves(Counter(dict(state)))]
            at_once[state] = {after for id, after in self.moves(Counter(dict(state))) if not self.waits(id)}
            if self.is_ended and self.rests(Counter(dict(state))):
                over.add(state)
            elif state and not moves:
                stuck.add(state)
            for after in moves:
                if after is None:
                    bad.add(state)
                else:
                    edges[state].add(after)
                    pending.append(after)
        good = {frozenset()} | bad | stuck | over
        changed = True
        while changed:
            found = {s for s, follow in edges.items() if s not in good and follow & good}
            good |= found
            changed = bool(found)
        dead = frozenset() if self.doubled else frozenset({*self.g.kinds, *self.g.hosts}) - self.alive
        return Seen(self.doubled, bool(stuck), bool(edges.keys() - good) or self.diverges(at_once), dead)

    def diverges(self, at_once: dict[State, set[State | None]]) -> bool:
        """Tell whether a case may come to where it goes on and on without anybody, whatever is chosen."""
        left = {state for state, after in at_once.items() if after}
        while gone := {state for state in left if not at_once[state] <= left}:
            left -= gone
        return bool(left)

    def waits(self, id: str) -> bool:
        return self.g.kinds[id] == "userTask"

    def moves(self, tokens: Counter):
        """Yield each step that may be taken, with what follows."""
        for id, kind in self.g.kinds.items():
            for rest in self.takings(id, kind, tokens):
                for produced, event in self.outcomes(id, kind):
                    self.alive |= {id, event} - {""}
                    yield id, self.settle(rest, produced)

    def rests(self, tokens: Counter) -> bool:
        able = [id for id, kind in self.g.kinds.items() for _ in self.takings(id, kind, tokens)]
        return all(self.waits(id) for id in able)

    def takings(self, id: str, kind: str, tokens: Counter):
        into = self.into[id]
        if kind == "parallelGateway":
            if into and all(tokens[n] for n in into):
                yield tokens - Counter(into)
        elif kind == "inclusiveGateway" and len(into) > 1:
            full = [n for n in into if tokens[n]]
            if full and not self.must_wait(id, tokens, full):
                yield tokens - Counter(full)
        else:
            for n in into:
                if tokens[n]:
                    yield tokens - Counter([n])

    def must_wait(self, join: str, tokens: Counter, full: list[int]) -> bool:
        for n in tokens:
            reached = self.ahead(n, join)
            if n not in self.into[join] and reached and not reached & set(full):
                return True
        return False

    def ahead(self, flow: int, join: str) -> set[int]:
        seen, pending = set(), [flow]
        while pending:
            n = pending.pop()
            if n in seen:
                continue
            seen.add(n)
            target = self.g.flows[n][1]
            if target != join:
                events = [e for e, host in self.g.hosts.items() if host == target]
                pending += [m for i in (target, *events) for m in self.out[i]]
        return seen & set(self.into[join])

    def outcomes(self, id: str, kind: str):
        out = self.out[id]
        if kind in {"exclusiveGateway", "eventBasedGateway"}:
            yield from (([n], "") for n in out) if out else [([], "")]
        elif kind == "inclusiveGateway" and out:
            yield from ((list(c), "") for k in range(1, len(out) + 1) for c in combinations(out, k))
        else:
            yield out, ""
        for event, host in self.g.hosts.items():
            if host == id:
                yield self.out[event], event

    def settle(self, rest: Counter, produced: list[int]) -> State | None:
        """Put tokens down; ends take theirs at once, and two that meet are a flaw."""
        after = Counter(rest)
        ended = False
        for n in produced:
            target = self.g.flows[n][1]
            while self.leads_only_to_terminate(target):
                self.alive.add(target)
                target = self.g.flows[self.out[target][0]][1]
            if self.g.kinds[target] == "endEvent":
                self.alive.add(target)
                ended = ended or target[0] == "k"
            else:
                after[n] += 1
        if ended:
            self.alive |= self.passed_beside(produced)
            return frozenset()
        for id, kind in self.g.kinds.items():
            held = [after[n] for n in self.into[id]]
            joins = kind == "parallelGateway" or (kind == "inclusiveGateway" and len(held) > 1)
            if any(n > 1 for n in held) or (not joins and sum(held) > 1):
                self.doubled = True
                return None
        return frozenset((n, c) for n, c in after.items() if c)

    def passed_beside(self, produced: list[int]) -> set[str]:
        """Return the steps that a case may pass before an end that comes in the same step of it."""
        seen, pending = set(), [self.g.flows[n][1] for n in produced]
        while pending:
            id = pending.pop()
            if id not in seen and self.g.kinds[id] != "userTask":
                seen.add(id)
                pending += [self.g.flows[n][1] for n in self.out[id]]
        return seen

    def leads_only_to_terminate(self, id: str) -> bool:
        seen = set()
        while self.g.kinds[id] in {"exclusiveGateway", "eventBasedGateway"} and len(self.out[id]) == 1:
            if id in seen:
                return False
            seen.add(id)
            id = self.g.flows[self.out[id][0]][1]
            if self.g.kinds[id] == "endEvent" and id[0] == "k":
                return True
        return False


def random_graph(choice: random.Random, size: int) -> Graph:
    """Return a well-nested graph of about `size` elements, sound by construction."""
    names = Counter()
    flows: list[tuple[str, str]] = []
    hosts: dict[str, str] = {}

    def new(letter: str) -> str:
        names[letter] += 1
        return f"{letter}{names[letter]}"

    def block(budget: int, beside: str = "") -> tuple[str, str]:
        kind = choice.choice(["task", "sequence", "x", "p", "o", "loop", "g", "timer", "leave"])
        if budget < 4 or kind == "task":
            task = new("t")
            return task, task
        if kind == "sequence":
            first, second = block(budget // 2, beside), block(budget // 2, beside)
            flows.append((first[1], second[0]))
            return first[0], second[1]
        if kind == "loop":
            top, inner, more = new("x"), block(budget - 2, beside), new("x")
            flows.extend([(top, inner[0]), (inner[1], more), (more, top)])
            return top, more
        if kind == "timer":
            task, event, join, late = new("t"), new("b"), new("x"), block(budget - 3, beside)
            hosts[event] = task
            flows.extend([(task, join), (event, late[0]), (late[1], join)])
            return task, join
        if kind == "leave":
            # Beside other tokens only a terminate end leaves nothing behind.
            split, stay, last = new("x"), block(budget - 3, beside), new("k" if beside else "e")
            # An inclusive join does not wait for whoever leaves, so nobody may tarry there.
            gone = [] if "o" in beside else [new("t")]
            way = [split, *gone, last]
            flows.extend([(split, stay[0]), *zip(way, way[1:], strict=False)])
            return split, stay[1]
        split, join = new(kind), new("x" if kind == "g" else kind)
        paths = choice.randint(2, 3)
        for _ in range(paths):
            inner = block((budget - 2) // paths, beside + (kind if kind in "po" else ""))
            first = [new("t")] if kind == "g" else []
            way = [split, *first, inner[0]]
            flows.extend([*zip(way, way[1:], strict=False), (inner[1], join)])
        return split, join

    first, last = block(size)
    while sum(names.values()) < size * 0.6:
        more = block(size - sum(names.values()))
        flows.append((last, more[0]))
        last = more[1]
    flows = [("s", first), *flows, (last, "e")]
    kinds = {
        i: KINDS.get(i[0], "userTask") for i in dict.fromkeys(i for f in flows for i in f) if i not in hosts
    }
    return Graph(tuple(flows), kinds, hosts)
