"""Random diagrams of our dialect, of every kind that may be drawn, sound by construction.

Blocks with one path in and one path out are put into each other. Each knows what runs `beside` it, because
who leaves a parallel branch must end the others, and nobody may tarry on the way out of an inclusive one.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from engine.process import Definition
from tests.process import kit

Ends = tuple[str, str]
SIGNALS = ("alarm", "news", "list_changed")


@dataclass
class DiagramBuilder:
    """Draws one process with `budget` elements at the most; the nodes of the current level are in `level`."""

    choice: random.Random
    budget: int
    block: str | None = None
    mark: str = ""
    names: Counter[str] = field(default_factory=Counter)
    level: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    signals: list[str] = field(default_factory=list)
    plain_end: str | None = None

    def new(self, stem: str) -> str:
        self.names[stem] += 1
        self.budget -= 1
        return f"{stem}_{self.mark}{self.names[stem]}"

    def put(self, node: str) -> None:
        self.level.append(node)

    def join(self, *ids: str) -> None:
        self.put(kit.line(*ids))

    def process(self, id: str = "p") -> bytes:
        """Return the finished process."""
        inner = self.inside("", 1, waits=self.mark == "b")
        return kit.process(
            *inner,
            id=id,
            messages=tuple(self.messages),
            signals=(*SIGNALS, *self.signals),
            escalations=("late", "odd"),
            errors=("refused", "lost"),
        )

    def inside(
        self, beside: str, depth: int, *others: Callable[[], str], waits: bool = False, repeats: bool = False
    ) -> list[str]:
        """Return the nodes of a level of its own; `others` draw further paths in which it may end.

        One that `waits` rests at least once, so that something can happen at its border meanwhile; if it
        `repeats`, that is done once for each item.
        """
        outer, self.level, end_around = self.level, [], self.plain_end
        start, end = self.new("start"), self.new("end")
        self.put(kit.start(start) + self.last(end))
        self.plain_end = end if self.level[-1].endswith(kit.end(end)) else None
        first, last = self.sequence(beside, depth)
        if waits:
            name = self.new("user")
            self.put(kit.user(name, loop=kit.each("=items", "inner") if repeats else ""))
            self.join(start, name, first)
        else:
            self.join(start, first)
        if others:
            split = self.new("x")
            self.put(kit.gateway("exclusive", split, f"{split}__{end}"))
            self.join(last, split)
            for draw in others:
                self.put(kit.flow(split, draw(), "=chance"))
            last = split
        self.join(last, end)
        inner, self.level, self.plain_end = self.level, outer, end_around
        return inner

    def last(self, end: str) -> str:
        """Draw the end of a level, of each kind in turn."""
        kind = self.names["end"] % 6
        if kind == 3:
            return kit.message_end(end, "parked")
        return kit.end(end, kit.signal("news")) if kind == 5 else kit.end(end)

    def sequence(self, beside: str, depth: int) -> Ends:
        first, last = self.any(beside, depth)
        while self.budget > 0 and self.choice.random() < (0.97 if depth == 1 else 0.4):
            more, end = self.any(beside, depth)
            self.join(last, more)
            last = end
        return first, last

    def any(self, beside: str, depth: int) -> Ends:
        kinds: list[Callable[[str, int], Ends]] = [self.step]
        if self.budget > 6 and depth < 5:
            kinds += [self.split, self.split, self.loop, self.race, self.guarded, self.guarded]
            kinds += [self.leave, self.scope, self.reminded, self.endless]
        return self.choice.choice(kinds)(beside, depth)

    def step(self, beside: str, depth: int) -> Ends:
        """One element that does something or waits."""
        pick = self.choice.random()
        if pick < 0.6:
            name = self.host(depth)
        elif pick < 0.7:
            name = self.new("script")
            self.put(kit.script(name, "=value", "scripted"))
        elif pick < 0.8:
            name = self.new("rule")
            self.put(kit.decision(name, "table", "ruled"))
        else:
            name = self.event()
        return name, name

    def host(self, depth: int) -> str:
        """An activity to which boundary events may be attached."""
        pick, loop = self.choice.random(), ""
        if self.choice.random() < 0.15:
            until = "=enough" if self.choice.random() < 0.5 else None
            loop = kit.each("=items", "item", sequential=self.choice.random() < 0.5, until=until)
        if pick < 0.5:
            name = self.new("user")
            self.put(kit.user(name, loop=loop))
        elif pick < 0.75 or self.budget < 5:
            name = self.new("job")
            kind = self.choice.choice(["serviceTask", "sendTask"])
            self.put(kit.job(name, self.choice.choice(["parked", "at_once"]), kind=kind, loop=loop))
        elif pick < 0.85 and self.block is not None:
            name = self.new("call")
            self.put(kit.call(name, self.block, loop=loop))
        else:
            name = self.new("sub")
            inner = self.inside("", depth + 1, waits=True, repeats=bool(loop))
            self.put(kit.sub(name, *inner, loop=loop))
        return name

    def event(self) -> str:
        pick = self.choice.random()
        if pick < 0.3:
            name = self.new("catch")
            self.put(kit.catch(name, self.awaited(1)[0]))
        elif pick < 0.45:
            name = self.new("receive")
            self.messages.append(name)
            self.put(f'<bpmn:receiveTask id="{name}" messageRef="m_{name}"/>')
        elif pick < 0.7:
            name = self.new("throw")
            self.put(kit.throw(name, kit.signal(self.choice.choice(SIGNALS))))
        elif pick < 0.85:
            name = self.new("mail")
            self.put(kit.message_throw(name, "parked"))
        else:
            name = self.new("shout")
            self.put(kit.throw(name, kit.escalation("odd")))
        return name

    def awaited(self, number: int, *, of_its_own: bool = False) -> list[str]:
        """Return different things to wait for; signals of its own are not thrown or heard anywhere else."""
        self.names["m"] += 1
        message = f"m_{self.names['m']}"
        self.messages.append(message)
        own = [f"recall_{self.mark}{self.names['m']}"] if of_its_own else []
        self.signals += own
        signals = [kit.signal(name) for name in own or SIGNALS]
        return self.choice.sample([kit.timer("P1D"), kit.message(message), *signals], number)

    def split(self, beside: str, depth: int) -> Ends:
        kind = self.choice.choice(["exclusive", "parallel", "inclusive"])
        split, join = self.new(kind[0]), self.new(kind[0])
        within = beside + (kind[0] if kind != "exclusive" else "")
        paths = [self.sequence(within, depth + 1) for _ in range(self.choice.randint(2, 3))]
        chooses = kind != "parallel"
        self.put(kit.gateway(kind, split, f"{split}__{paths[-1][0]}" if chooses else None))
        self.put(kit.gateway(kind, join))
        for number, (first, last) in enumerate(paths):
            self.put(kit.flow(split, first, "=chance" if chooses and number < len(paths) - 1 else None))
            self.join(last, join)
        return split, join

    def loop(self, beside: str, depth: int) -> Ends:
        top, more, out = self.new("x"), self.new("x"), self.new("pass")
        first, last = self.sequence(beside, depth + 1)
        self.put(kit.gateway("exclusive", top) + kit.gateway("exclusive", more, f"{more}__{out}"))
        self.put(kit.script(out, "=value", "passed"))
        self.join(top, first)
        self.join(last, more, out)
        self.put(kit.flow(more, top, "=chance"))
        return top, out

    def race(self, beside: str, depth: int) -> Ends:
        split, join = self.new("g"), self.new("x")
        self.put(kit.gateway("eventBased", split) + kit.gateway("exclusive", join))
        for definition in self.awaited(self.choice.randint(2, 3)):
            name = self.new("first")
            self.put(kit.catch(name, definition))
            first, last = self.sequence(beside, depth + 1)
            self.join(split, name, first)
            self.join(last, join)
        return split, join

    def guarded(self, beside: str, depth: int) -> Ends:
        """An activity that events may end before its time."""
        host, join = self.host(depth), self.new("x")
        self.put(kit.gateway("exclusive", join))
        self.join(host, join)
        # A signal that ends a scope is never heard inside it.
        is_scope = host.startswith(("sub", "call"))
        for definition in self.awaited(self.choice.randint(1, 2), of_its_own=is_scope):
            event = self.new("on")
            self.put(kit.boundary(event, host, definition))
            first, last = self.sequence(beside, depth + 1)
            self.join(event, first)
            self.join(last, join)
        return host, join

    def reminded(self, beside: str, depth: int) -> Ends:
        """An activity beside which events begin a way of their own."""
        host = self.host(depth)
        for definition in self.awaited(self.choice.randint(1, 2)):
            event = self.new("on")
            self.put(kit.boundary(event, host, definition, interrupting=False))
            # Any flows may share a plain end.
            end = self.plain_end if self.choice.random() < 0.5 else None
            if end is None:
                end = self.new("end")
                self.put(kit.end(end))
            # Neither a sequence, as whoever leaves it early would end the others, nor anything that might
            # throw the signal that has begun it.
            name = self.new("user")
            self.put(kit.user(name))
            self.join(event, name, end)
        return host, host

    def endless(self, beside: str, depth: int) -> Ends:
        """A loop without a way out in a scope that an event at its border ends, or of one around it."""
        outer, self.level, end_around = self.level, [], self.plain_end
        start, again, name, host, join = map(self.new, ("start", "x", "user", "sub", "x"))
        self.plain_end = None
        self.put(kit.start(start) + kit.gateway("exclusive", again) + kit.user(name))
        first, last = self.sequence("", depth + 1)
        self.join(start, again, name, first)
        self.join(last, again)
        inner, self.level, self.plain_end = self.level, outer, end_around
        if self.choice.random() < 0.5:
            around, begin = self.new("sub"), self.new("start")
            held = kit.sub(host, *inner) + kit.gateway("exclusive", f"{join}_in")
            way = kit.line(begin, f"{join}_in", host, f"{join}_in")
            inner, host = [kit.start(begin), held, way], around
        self.put(kit.sub(host, *inner) + kit.gateway("exclusive", join))
        self.join(host, join)
        event = self.new("on")
        self.put(kit.boundary(event, host, self.awaited(1, of_its_own=True)[0]))
        self.join(event, join)
        return host, join

    def leave(self, beside: str, depth: int) -> Ends:
        split, out = self.new("x"), self.new("end")
        first, last = self.sequence(beside, depth + 1)
        self.put(kit.gateway("exclusive", split, f"{split}__{first}"))
        self.put(kit.terminate(out) if beside else kit.end(out))
        self.join(split, first)
        self.put(kit.flow(split, out, "=chance"))
        return split, last

    def scope(self, beside: str, depth: int) -> Ends:
        """A subprocess that may end with an error or an escalation which is caught at its border."""
        host, join = self.new("sub"), self.new("x")
        bad, late = self.new("bad"), self.new("late")
        inner = self.inside("", depth + 1, lambda: self.ends(bad, "bad"), lambda: self.ends(late, "late"))
        self.put(kit.sub(host, *inner) + kit.gateway("exclusive", join))
        self.join(host, join)
        code = self.choice.choice(["refused", None])
        for event, definition in (("failed", kit.error(code)), ("told", kit.escalation("late"))):
            name = self.new(event)
            interrupts = event == "failed" or self.choice.random() < 0.5
            self.put(kit.boundary(name, host, definition, interrupting=interrupts))
            step = self.host(depth + 1)
            self.join(name, step)
            if interrupts:
                self.join(step, join)
            else:
                end = self.new("end")
                self.put(kit.end(end))
                self.join(step, end)
        return host, join

    def ends(self, name: str, kind: str) -> str:
        if kind == "bad":
            self.put(kit.error_end(name, "refused"))
        else:
            self.put(kit.end(name, kit.escalation("late")))
        return name


def generated(seed: int, size: int = 60) -> Definition:
    """Return a random definition of up to about `size` elements, with the block it calls."""
    choice = random.Random(seed)
    block = DiagramBuilder(choice, size // 4, mark="b").process("block")
    return Definition.parse(
        DiagramBuilder(choice, size - size // 4, block="block").process(), {"block": block}
    )
