"""Runs BPMN diagrams: the only place where SpiffWorkflow lives.

Knows diagrams, tokens and the case's data; knows nothing of databases, people, clocks or
the web. What it needs from them it asks of a `Host`.
"""

from engine.process.codec import READS as STATES_READ
from engine.process.codec import VERSION as STATE_VERSION
from engine.process.coming import Ahead, Place, ahead, on_the_way, stops_after
from engine.process.definition import Definition
from engine.process.drawing import Drawing, Line, Shape, drawing_of
from engine.process.driver import Host
from engine.process.elements import Element, Flow, IoMapping, Loop, Scope
from engine.process.errors import (
    ConditionNotBoolean,
    DiagramError,
    HostSpent,
    MoveRefused,
    NotWaiting,
    ProcessError,
    RunBroken,
    StateError,
    ThrownError,
)
from engine.process.listing import Expression, expressions_in, names_given, names_written_by
from engine.process.resting import Standing, standing
from engine.process.runtime import Run
from engine.process.waiting import SignalThrown, Step, Visit, Waiting

__all__ = [
    "STATES_READ",
    "STATE_VERSION",
    "Ahead",
    "ConditionNotBoolean",
    "Definition",
    "DiagramError",
    "Drawing",
    "Element",
    "Expression",
    "Flow",
    "Host",
    "HostSpent",
    "IoMapping",
    "Line",
    "Loop",
    "MoveRefused",
    "NotWaiting",
    "Place",
    "ProcessError",
    "Run",
    "RunBroken",
    "Scope",
    "Shape",
    "SignalThrown",
    "Standing",
    "StateError",
    "Step",
    "ThrownError",
    "Visit",
    "Waiting",
    "ahead",
    "drawing_of",
    "expressions_in",
    "names_given",
    "names_written_by",
    "on_the_way",
    "standing",
    "stops_after",
]
