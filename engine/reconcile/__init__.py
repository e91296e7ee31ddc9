"""Reconciling: does what is stored agree with itself, with the files, the mails, a client's ledger?"""

from engine.reconcile.report import Checked
from engine.reconcile.run import reconcile
from engine.reconcile.view import NotTheOwner

__all__ = ["Checked", "NotTheOwner", "reconcile"]
