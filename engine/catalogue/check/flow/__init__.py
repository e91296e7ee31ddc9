"""What a case knows on each of its ways: which data are written, what conditions say, how the clock stands.

Follows the flow of control with what is certain, so that a finding has a way that shows it. Two
conditions on the same value are known to go together; everything else is a free choice.
"""

from engine.catalogue.check.flow.beside import check_decided_beside
from engine.catalogue.check.flow.circles import check_circles
from engine.catalogue.check.flow.data import check_data
from engine.catalogue.check.flow.terms import check_terms

__all__ = ["check_circles", "check_data", "check_decided_beside", "check_terms"]
