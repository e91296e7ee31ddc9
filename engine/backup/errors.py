"""Errors of backups: what stops a backup or a restore."""

from __future__ import annotations


class BackupError(Exception):
    """It can't go on; the message tells the operator what is wrong and what to do."""
