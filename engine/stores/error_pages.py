"""Pages of errors, kept for an hour for the browser that sent the form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction, as_json

MOST = 20_000  # of all browsers together
KEEP = "select keep_error_page(:id, :browser, :path, :status, cast(:headers as jsonb), :page, :most, :now)"
FIND = "select status, headers, page from error_page(:id, :browser, :path, :now)"


def keep(
    tx: Transaction,
    page_id: UUID,
    *,
    browser: str,
    path: str,
    status: int,
    headers: Mapping[str, str],
    page: bytes,
) -> bool:
    """Keep a page; False where too many are kept."""
    row: dict[str, Any] = {"browser": browser, "path": path, "status": status, "page": page}
    return bool(tx.scalar(KEEP, id=page_id, headers=as_json(headers), most=MOST, now=tx.now, **row))


def find(tx: Transaction, page_id: UUID, *, browser: str, path: str) -> Any:
    """Return status, headers and page, or None: another browser's and another address's is not found."""
    return tx.one(FIND, id=page_id, browser=browser, path=path, now=tx.now)
