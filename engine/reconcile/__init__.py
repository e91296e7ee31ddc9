"""Reconciling: does what is stored agree with itself, with the files, the mails, a client's ledger?

To change invariants between tables (`mms reconcile`): a `Rule` in `engine/queries/invariants.py` or the
`*_rules.py` of its matter; what SQL can't say in `engine/reconcile/`; a corruption that it finds in
`tests/engine/corruptions.py`. `tests/engine/test_reconcile_injected.py`.
"""

from engine.reconcile.report import Checked
from engine.reconcile.run import reconcile
from engine.reconcile.view import NotTheOwner

__all__ = ["Checked", "NotTheOwner", "reconcile"]
