"""Examples of drawings that break a rule of layout: a diagram of a few steps in the place of a shipped one.

They don't lean on how a shipped diagram is drawn, so that it can be drawn anew.
"""

from __future__ import annotations

from dataclasses import replace

from tests.catalogue.edits.shape import Example, example, written
from tests.process.layout import figures
from tests.process.layout.figures import Place, Thing, Way, extensions, lane, note, way

SERVICE, CODE, DIAGRAM = "general/question", "general.question", "process.bpmn"
APPLICATION = Thing(
    "application",
    "startEvent",
    (36, 118, 28, 28),
    said=extensions('<zeebe:formDefinition formId="application"/>'),
)
BEGIN = way("begin", "application one", (64, 132), (100, 132))
ON = way("on", "one two", (212, 132), (300, 132))
OVER = way("over", "two end", (412, 132), (486, 132))
TIMER = "<bpmn:timerEventDefinition><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition>"


def script(id: str, x: float, y: float = 100, *, name: str = "", law: str = "", high: float = 64) -> Thing:
    """A step that nobody does."""
    said = f'<zeebe:script expression="=1" resultVariable="{id}_value"/>'
    return Thing(
        id, "scriptTask", (x, y, 112, high), name, said=extensions(said, figures.properties(law=law))
    )


def asked(id: str, x: float, y: float, role: str, law: str = "№2181, მუხ. 80") -> Thing:
    """A step of a person, with a form of the service."""
    said = f'<zeebe:formDefinition formId="direct"/><zeebe:assignmentDefinition candidateGroups="{role}"/>'
    properties = figures.properties(law=law)
    return Thing(id, "userTask", (x, y, 112, 64), said=extensions("<zeebe:userTask/>", said, properties))


def end(x: float = 500, y: float = 132, name: str = "", label: Place | None = None) -> Thing:
    return Thing("end", "endEvent", (x - 14, y - 14, 28, 28), name, label)


def timer(id: str, x: float, y: float, at: str) -> Thing:
    return Thing(id, "boundaryEvent", (x - 14, y - 14, 28, 28), more=f' attachedToRef="{at}"', said=TIMER)


def drawn(code: str, shown: str, *things: Thing | Way) -> Example:
    content = figures.written(APPLICATION, *things, process=CODE)
    return example(f"layout.{code}", SERVICE, written(DIAGRAM, content), shown=shown)


CONDITION = (
    '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=one_value = 2</bpmn:conditionExpression>'
)
LONG = "ნაბიჯის სახელი, რომელსაც ბოლომდე არავინ წაიკითხავს"
ONE, TWO = script("one", 100), script("two", 300)
SYSTEM, OFFICE = (
    lane("lane_system", 0, 220, "system", name="სისტემა"),
    lane("lane_chancellery", 220, 120, "chancellery", name="კანცელარია"),
)
AROUND = way("on", "one two", (156, 164), (156, 240), (456, 240), (456, 80), (356, 80), (356, 100))

TWICE = figures.written(APPLICATION, ONE, TWO, BEGIN, ON, OVER, end(), process=CODE).replace(
    b"</bpmndi:BPMNPlane>",
    b'<bpmndi:BPMNShape id="di_again" bpmnElement="two"><dc:Bounds x="300" y="300" width="112" height="64"/>'
    b"</bpmndi:BPMNShape></bpmndi:BPMNPlane>",
)

EXAMPLES: list[Example] = [
    drawn(
        "not_drawn",
        "a step without a place",
        *(ONE, replace(TWO, place=(0, 0, 0, 0)), BEGIN, ON, OVER, end()),
    ),
    example("layout.drawn_twice", SERVICE, written(DIAGRAM, TWICE), shown="a step drawn in two places"),
    drawn("overlap", "a step drawn over another", ONE, script("two", 150, 120), BEGIN, ON, OVER, end()),
    drawn(
        "direction",
        "an arrow that leaves its step at the left",
        *(ONE, TWO, BEGIN, ON, end()),
        way("over", "two end", (300, 140), (280, 140), (280, 200), (500, 200), (500, 146)),
    ),
    drawn(
        "bends",
        "a slanted arrow",
        *(ONE, TWO, BEGIN, OVER, end(), way("on", "one two", (212, 120), (300, 140))),
    ),
    drawn(
        "lanes",
        "a step of the chancellery in the lane of the system",
        *(
            SYSTEM,
            OFFICE,
            ONE,
            asked("two", 300, 100, "chancellery"),
            asked("three", 300, 250, "chancellery"),
        ),
        *(BEGIN, ON, way("over", "two three", (356, 164), (356, 250)), end(500, 282)),
        way("out", "three end", (412, 282), (486, 282)),
    ),
    drawn(
        "lanes_missing",
        "a step of the system and one of the chancellery, and no lanes",
        *(ONE, asked("two", 300, 100, "chancellery"), BEGIN, ON, OVER, end()),
    ),
    drawn(
        "lane_height",
        "a lane that is 400 high",
        *(SYSTEM, lane("lane_chancellery", 220, 400, "chancellery", name="კანცელარია")),
        *(ONE, asked("two", 300, 300, "chancellery"), BEGIN, end(500, 332)),
        way("on", "one two", (212, 132), (356, 132), (356, 300)),
        way("over", "two end", (412, 332), (486, 332)),
    ),
    drawn(
        "clearance",
        "an arrow through the step that it passes",
        *(ONE, TWO, script("three", 500), BEGIN, end(700)),
        way("on", "one three", (212, 132), (500, 132)),
        way("back", "three two", (556, 164), (556, 200), (356, 200), (356, 164)),
        way("over", "two end", (356, 100), (356, 60), (700, 60), (700, 118)),
    ),
    drawn(
        "crossings",
        "two arrows that cross",
        *(ONE, TWO, BEGIN, AROUND, OVER, end()),
    ),
    drawn(
        "tracks",
        "two arrows that share a line",
        *(ONE, TWO, BEGIN, end()),
        way("on", "one two", (156, 164), (156, 200), (320, 200), (320, 164)),
        way("over", "two end", (290, 164), (290, 200), (500, 200), (500, 146)),
    ),
    drawn(
        "ways_back",
        "a way back through its row",
        *(ONE, Thing("which", "exclusiveGateway", (282, 114, 36, 36), more=' default="over"'), BEGIN, end()),
        way("on", "one which", (212, 132), (282, 132)),
        way("again", "which one", (300, 114), (300, 110), (212, 110), said=CONDITION),
        way("over", "which end", (318, 132), (486, 132)),
    ),
    drawn(
        "boundary",
        "two events at the edge of a step, 20 apart",
        *(ONE, asked("two", 300, 100, "chancellery"), BEGIN, ON, OVER, end()),
        *(timer("late", 330, 164, "two"), timer("later", 350, 164, "two")),
        way("late_end", "late end", (330, 178), (330, 260), (490, 260), (490, 146)),
        way("later_end", "later end", (350, 178), (350, 240), (510, 240), (510, 146)),
    ),
    drawn("sizes", "a step that is 112 × 100", ONE, script("two", 300, high=100), BEGIN, ON, OVER, end()),
    drawn("names", f"a step named `{LONG}`", ONE, script("two", 300, name=LONG), BEGIN, ON, OVER, end()),
    drawn(
        "labels",
        "a name drawn over an arrow",
        *(ONE, TWO, BEGIN, ON, OVER, end(name="დასრულდა", label=(420, 126, 60, 15))),
    ),
    drawn(
        "law_missing",
        "a step of a person without `mms:law`",
        *(ONE, asked("two", 300, 100, "chancellery", law=""), BEGIN, ON, OVER, end()),
    ),
    drawn(
        "article_place",
        "a step with `mms:law` between arrows on all sides",
        *(script("one", 100), script("two", 300, law="№2181, მუხ. 80"), BEGIN, ON, end()),
        way(
            "over",
            "two end",
            (356, 164),
            (356, 180),
            (440, 180),
            (440, 85),
            (290, 85),
            (290, 175),
            (500, 146),
        ),
    ),
    drawn(
        "annotations",
        "an annotation of five lines",
        *(ONE, TWO, BEGIN, ON, OVER, end(), note("why", (100, 220, 90, 80), f"{LONG}. {LONG}.")),
    ),
    drawn(
        "sheet",
        "a diagram that is 2,500 wide",
        ONE,
        TWO,
        BEGIN,
        ON,
        end(2500),
        way("over", "two end", (412, 132), (2486, 132)),
    ),
]
