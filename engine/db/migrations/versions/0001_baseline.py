"""The schema as it was when MMS had its first release: its beginning.

Revision ID: 0001
"""

from __future__ import annotations

from procrastinate.schema import SchemaManager

from engine.db import functions
from engine.db.migrate import SCHEMA, run

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Functions that tables name in their checks and triggers.
NEEDED_BY_TABLES = (
    "begin_proof",
    "count_budget",
    "is_case_status",
    "is_proof",
    "leave_uploads",
    "note_task_draft",
    "reference_changed",
)
# Each table names only tables before it.
SUBJECTS = (
    "people",
    "places",
    "reference",
    "mandates",
    "offices",
    "sign_in",
    "services",
    "studio",
    "cases",
    "clocks",
    "tasks",
    "waiting",
    "steps",
    "drafts",
    "letters",
    "signings",
    "registers",
    "state_registers",
    "runs",
    "payments",
    "cash",
    "budgets",
    "property",
    "centers",
    "announcements",
    "installation",
)


def upgrade() -> None:
    """Make the tables of the queue, then ours, their functions and their policies."""
    run(SchemaManager.get_schema())
    run("create extension if not exists btree_gist")
    run((SCHEMA / "tables" / "queue.sql").read_text())
    functions.define(run, NEEDED_BY_TABLES)
    for subject in SUBJECTS:
        run((SCHEMA / "tables" / f"{subject}.sql").read_text())
    functions.define(run)
    for subject in SUBJECTS:
        run((SCHEMA / "policies" / f"{subject}.sql").read_text())
