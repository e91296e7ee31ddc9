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

# Functions that checks and triggers name, and those that policies name. All others are applied after the last
# revision. Where a later revision drops one of these, its text of today goes on in `sql/0001/`.
NEEDED_BY_TABLES = (
    "begin_proof",
    "count_budget",
    "is_case_status",
    "is_proof",
    "leave_uploads",
    "note_task_draft",
    "reference_changed",
)
NEEDED_BY_POLICIES = (
    "acts_for_another",
    "came_by_code",
    "case_of_stream",
    "draws_services",
    "is_system",
    "my_areas",
    "my_center",
    "my_joint_company",
    "my_municipalities",
    "my_person",
    "my_visitor",
    "my_writer",
    "sees_some_cases",
    "worked_at",
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
    """Make the tables of the queue, then ours, then their policies."""
    run(SchemaManager.get_schema())
    run("create extension if not exists btree_gist")
    run((SCHEMA / "tables" / "queue.sql").read_text())
    functions.define(run, NEEDED_BY_TABLES)
    for subject in SUBJECTS:
        run((SCHEMA / "tables" / f"{subject}.sql").read_text())
    functions.define(run, NEEDED_BY_POLICIES)
    for subject in SUBJECTS:
        run((SCHEMA / "policies" / f"{subject}.sql").read_text())
