"""All hostile diagrams of every kind."""

from tests.hostile.diagrams import SHAPES
from tests.hostile.expressions import NAMES_AND_EXPRESSIONS
from tests.hostile.files import BYTES
from tests.hostile.ignored import IGNORED
from tests.hostile.odd import ODD

DRAWN = (*SHAPES, *NAMES_AND_EXPRESSIONS, *ODD, *IGNORED)
HOSTILE = (*BYTES, *DRAWN)
