"""Grows random expressions from the grammar, most of them with operands of the right kinds."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import TypeVar

from feel import Functions
from feel.signature import Builtin, Parameter

T = TypeVar("T")

NUMBERS = (
    *("0", "1", "2", "3", "7", "-1", "0.5", "-2.75", "1e3", "1E-7", "10 ** 20", "1/3", "1e6000", "x", "n"),
    *("9999999999999999999999999999999999", "0.1", "365", "c.a", "xs[1]", "rows[1].amount", "count(xs)"),
)
STRINGS = (
    *('""', '"a"', '"ab"', '"თვე"', '"a,b;c"', '"1.5"', '"2024-02-29"', '"PT1H"', '"x\\"y"', '"\\u0041"'),
    *('"[1..5]"', '"(a|b)+"', '"$1"', '"😀é"', "s", "c.name", '"1 000,5"', '"i"', '"12:00:00+04:00"'),
)
DATES = ('@"2024-02-29"', '@"0001-01-01"', '@"9999-12-31"', 'date("2023-12-31")', "day", "today()")
TIMES = ('@"12:30:00"', '@"23:59:59.999999999+04:00"', '@"00:00:00Z"', '@"10:00:00@Asia/Tbilisi"', "clock")
MOMENTS = (
    '@"2024-02-29T12:30:00"',
    '@"2024-02-29T12:30:00+04:00"',
    "now()",
    '@"2024-03-31T02:30:00@Europe/Paris"',
)
DAYS = ('@"PT1H"', '@"P1D"', '@"-P3DT4H5M6.7S"', '@"PT0S"', 'duration("P2D")', "span")
MONTHS = ('@"P1Y2M"', '@"-P1M"', '@"P0M"', 'duration("P1Y")', "term")
BOOLEANS = ("true", "false", "null", "yes", "c.ok")
NAMES = ("x", "n", "s", "xs", "c", "rows", "day", "yes", "item", "partial", "თვე", "full name", "nobody", "?")
PROPERTIES = (
    *("a", "name", "ok", "amount", "year", "month", "day", "weekday", "hour", "minute", "second", "timezone"),
    *("time offset", "days", "months", "years", "start", "end", "start included", "full name", "nothing"),
)
TYPES = (
    *("number", "string", "boolean", "date", "time", "date and time", "Any", "Null", "list<number>"),
    *("days and time duration", "years and months duration", "range<date>", "context<a: number, b: string>"),
    *("function<number> -> string", "list<context<a: list<string>>>", "range<number>"),
)
LEAVES = {
    "number": NUMBERS,
    "string": STRINGS,
    "date": DATES,
    "time": TIMES,
    "date and time": MOMENTS,
    "days": DAYS,
    "months": MONTHS,
    "boolean": BOOLEANS,
    "list": ("[]", "xs", "rows", "[1, 2, 3]", "[null]", '["a", "b"]', "[[1], 2]"),
    "context": ("{}", "c", "rows[2]", "{a: 1}", '{"full name": "x"}'),
    "range": (
        "[1..5]",
        "(1..5)",
        "[1..3[",
        "]0..9]",
        '[@"2024-01-01"..@"2024-12-31"]',
        "(< 5)",
        "(>= x)",
        '["a".."f"]',
    ),
    "function": ("function(a) a", "function(a, b) a < b", "sum", "function(a: number) a + 1", "string"),
}
KINDS = tuple(LEAVES)
_OF_CLASS = {"str": "string", "Decimal": "number", "bool": "boolean", "dict": "context", "Date": "date"} | {
    "Time": "time",
    "DateTime": "date and time",
    "DaysDuration": "days",
    "MonthsDuration": "months",
    "Range": "range",
    "Function": "function",
    "list": "list",
}


class Grower:
    """Grows expressions with a seeded source of chance."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        functions = Functions.standard()
        self.builtins = [f for name in sorted(functions) if isinstance(f := functions[name], Builtin)]
        self.rules: dict[str, tuple[Callable[[int], str], ...]] = {
            "number": (self.sum, self.sum, self.call, self.property, self.negation, self.index),
            "string": (self.sum, self.call, self.property, self.choice),
            "boolean": (
                self.comparison,
                self.comparison,
                self.logic,
                self.quantified,
                self.membership,
                self.between,
            )
            + (self.instance, self.call),
            "list": (self.listing, self.loop, self.filter, self.call),
            "context": (self.context, self.choice, self.index, self.call),
            "range": (self.interval, self.choice),
            "function": (self.function,),
        }

    def expression(self, depth: int | None = None) -> str:
        """Return an expression of any kind."""
        return self.of(self.pick(KINDS), self.chance.randint(1, 5) if depth is None else depth)

    def tests(self) -> str:
        """Return the tests of a cell."""
        tests = ", ".join(self.test(2) for _ in range(self.chance.randint(1, 3)))
        return f"not({tests})" if self.chance.random() < 0.15 else tests

    def pick(self, options: tuple[T, ...]) -> T:
        return self.chance.choice(options)

    def of(self, kind: str, depth: int) -> str:
        if self.chance.random() < 0.06:
            kind = self.pick(KINDS)
        if depth <= 0 or self.chance.random() < 0.1:
            return self.pick(NAMES) if self.chance.random() < 0.08 else self.pick(LEAVES[kind])
        rules = self.rules.get(kind, (self.time_sum, self.call, self.choice))
        self.wanted = kind
        return self.pick(rules)(depth - 1)

    def wrapped(self, kind: str, depth: int) -> str:
        text = self.of(kind, depth)
        return f"({text})" if self.chance.random() < 0.7 else text

    def negation(self, depth: int) -> str:
        return f"-{self.wrapped('number', depth)}"

    def sum(self, depth: int) -> str:
        kind = self.wanted if self.wanted in ("number", "string") else "number"
        signs = ("+",) if kind == "string" else ("+", "-", "*", "/", "**")
        return f"{self.wrapped(kind, depth)} {self.pick(signs)} {self.wrapped(kind, depth)}"

    def time_sum(self, depth: int) -> str:
        kinds = ("date", "time", "date and time", "days", "months", "number")
        left = self.wrapped(self.pick(kinds), depth)
        return f"{left} {self.pick(('+', '-', '*', '/'))} {self.wrapped(self.pick(kinds), depth)}"

    def comparison(self, depth: int) -> str:
        kind = self.pick(KINDS)
        sign = self.pick(("=", "!=", "<", "<=", ">", ">="))
        return f"{self.wrapped(kind, depth)} {sign} {self.wrapped(kind, depth)}"

    def logic(self, depth: int) -> str:
        word = self.pick((" and ", " or "))
        return word.join(self.wrapped("boolean", depth) for _ in range(self.chance.randint(2, 3)))

    def between(self, depth: int) -> str:
        kind = self.pick(("number", "date", "string", "days"))
        value, low, high = (self.wrapped(kind, depth) for _ in range(3))
        return f"{value} between {low} and {high}"

    def membership(self, depth: int) -> str:
        tests = [self.test(depth) for _ in range(self.chance.randint(1, 3))]
        inside = f"({', '.join(tests)})" if len(tests) > 1 or self.chance.random() < 0.5 else tests[0]
        return f"{self.wrapped(self.pick(('number', 'date', 'string')), depth)} in {inside}"

    def test(self, depth: int) -> str:
        roll = self.chance.random()
        if roll < 0.4:
            return f"{self.pick(('<', '<=', '>', '>=', '=', '!='))} {self.wrapped('number', depth)}"
        if roll < 0.6:
            return self.of("range", depth)
        return (
            f"? {self.pick(('<', '=', '+'))} {self.wrapped('number', depth)}"
            if roll < 0.7
            else self.expression(depth)
        )

    def instance(self, depth: int) -> str:
        return f"{self.wrapped(self.pick(KINDS), depth)} instance of {self.pick(TYPES)}"

    def choice(self, depth: int) -> str:
        kind = self.wanted
        condition, then = self.of("boolean", depth), self.of(kind, depth)
        return f"if {condition} then {then} else {self.of(kind, depth)}"

    def property(self, depth: int) -> str:
        return f"({self.of(self.pick(KINDS), depth)}).{self.pick(PROPERTIES)}"

    def index(self, depth: int) -> str:
        return f"({self.of('list', depth)})[{self.of('number', depth)}]"

    def filter(self, depth: int) -> str:
        condition = self.pick(
            ("item > 1", "amount > 3", "item != null", "true", "-1", self.of("boolean", depth))
        )
        return f"({self.of('list', depth)})[{condition}]"

    def listing(self, depth: int) -> str:
        return f"[{', '.join(self.expression(depth) for _ in range(self.chance.randint(0, 4)))}]"

    def context(self, depth: int) -> str:
        keys = self.chance.sample(
            ("a", "b", "name", "full name", '"quoted key"', "a-b"), self.chance.randint(0, 3)
        )
        return "{" + ", ".join(f"{key}: {self.expression(depth)}" for key in keys) + "}"

    def interval(self, depth: int) -> str:
        kind = self.pick(("number", "date", "string", "days", "date and time"))
        opening, closing = self.pick(("[", "(", "]")), self.pick(("]", ")", "["))
        return f"{opening}{self.wrapped(kind, depth)}..{self.wrapped(kind, depth)}{closing}"

    def iterators(self, depth: int) -> str:
        domains = (f"{self.pick(('1..3', 'n..0', '-1..x', 'xs', 'rows'))}", f"({self.of('list', depth)})")
        names = self.chance.sample(("x", "y", "big row", "item"), self.chance.randint(1, 2))
        return ", ".join(f"{name} in {self.pick(domains)}" for name in names)

    def loop(self, depth: int) -> str:
        return f"for {self.iterators(depth)} return {self.expression(depth)}"

    def quantified(self, depth: int) -> str:
        word = self.pick(("some", "every"))
        return f"{word} {self.iterators(depth)} satisfies {self.of('boolean', depth)}"

    def function(self, depth: int) -> str:
        parameters = self.pick(("", "a", "a, b", "a: number", "full name, b: list<number>"))
        return f"function({parameters}) {self.expression(depth)}"

    def call(self, depth: int) -> str:
        if self.chance.random() < 0.05:
            return f"({self.of('function', depth)})({self.expression(depth)})"
        builtin = self.pick(tuple(self.builtins))
        overload = self.pick(builtin.overloads)
        given = [p for p in overload.parameters if not p.optional or self.chance.random() < 0.5]
        if self.chance.random() < 0.15:
            return f"{builtin.name}({', '.join(f'{p.name}: {self.argument(p, depth)}' for p in given)})"
        return f"{builtin.name}({', '.join(self.argument(p, depth) for p in given)})"

    def argument(self, parameter: Parameter, depth: int) -> str:
        kinds = sorted(_OF_CLASS.get(kind.__name__, "boolean") for kind in parameter.kinds or ())
        return self.of(self.chance.choice(kinds) if kinds else self.pick(KINDS), depth)
