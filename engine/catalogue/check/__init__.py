"""Validation: whether a service folder may be published, and what to mend if not.

Runs before a version is published, and by `mms check`. Finds everything it can at once: a file
that can't be read hides nothing in the others. It refuses to know cases, people and the database.

To add or change a finding of validation (a check, an error, a warning): a check in `engine/catalogue/check/`,
a line in `CHECKS` of its `validation.py` where it is a new file, its words in `engine/catalogue/texts/`, an
example in `tests/catalogue/edits/`; then `tools/diagrams_doc.py`. `tests/structure/test_findings.py`.
"""

from engine.catalogue.check.findings import Finding, Unfit, errors_among
from engine.catalogue.check.unread_messages import check_messages_read
from engine.catalogue.check.unread_parameters import check_parameters_read
from engine.catalogue.check.validation import check, check_folder, parameters_beside
from engine.catalogue.check.validation_cache import ValidationCache

__all__ = [
    "Finding",
    "Unfit",
    "ValidationCache",
    "check",
    "check_folder",
    "check_messages_read",
    "check_parameters_read",
    "errors_among",
    "parameters_beside",
]
