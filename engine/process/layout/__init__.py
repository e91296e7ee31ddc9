"""The layout check: how a diagram is drawn, measured by fifteen rules (decision 141).

    from engine.process.layout import measure

    measured = measure(content, blocks)     # bytes of a process.bpmn; the blocks' by process id
    measured.counts                         # {Rule.CLEARANCE: 3, …}; empty where every rule is kept
    for violation in measured.violations:   # .rule, .what, .elements (ids), .at (x, y), .measured
        …

    for plan in plans_of(content, blocks):  # a sheet: shapes, arrows, hosts, …
        plan.roles["decide"]                # the lanes that a step may stand in, the best one first

From a shell: `mms check --layout FOLDER…` prints the table for every `process.bpmn` below the folders, with
`--each` every violation, with `--format json` all of it for programs.

What is measured: the drawing and the XML become a `plan` for each sheet (what belongs to what), the plan with
its words a `layout`; each rule is a function in `rules/`, from a layout to violations. A sheet is the whole
without what is in closed subprocesses, or the inside of one of these (decision 144); `presence` says what is
on none. Names are measured in the font of the product (`text`). Notes of law are not in the file: articles
are drawn from `mms:law`, terms from due dates and timers, where there is room (`articles`), and a diagram has
to leave that room. A lane says whose it is with `mms:role` (`roles`). Refuses to know services, and what a
finding says of a violation.

To change a rule of layout: its function in `rules/`, with its numbers as constants beside it; a new one is a
line in `measuring` and in `violations.Rule` too, has words `layout.*` in `engine/catalogue/texts/`, and two
pictures in `tests/process/layout/`.
"""

from engine.process.layout.articles import Article
from engine.process.layout.layout import Layout, Paper, on_paper, plans
from engine.process.layout.measuring import Measurement, measure
from engine.process.layout.plan import plan_of, plans_of
from engine.process.layout.roles import APPLICANT, OFFICE, SYSTEM, Blocks, roles_of
from engine.process.layout.violations import DEMANDED, Rule, Violation

__all__ = [
    "APPLICANT",
    "DEMANDED",
    "OFFICE",
    "SYSTEM",
    "Article",
    "Blocks",
    "Layout",
    "Measurement",
    "Paper",
    "Rule",
    "Violation",
    "measure",
    "on_paper",
    "plan_of",
    "plans",
    "plans_of",
    "roles_of",
]
