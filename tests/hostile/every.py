"""All hostile diagrams of every kind."""

from tests.hostile.diagrams import SHAPES
from tests.hostile.expressions import NAMES_AND_EXPRESSIONS
from tests.hostile.files import BYTES
from tests.hostile.odd import ODD

HOSTILE = (*BYTES, *SHAPES, *NAMES_AND_EXPRESSIONS, *ODD)
