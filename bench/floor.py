"""The floor: what PostgreSQL itself does on this machine, measured by its own pgbench.

L1 is the plain way: BEGIN, four statements, COMMIT. L5 is the like-for-like statement: everything that one
of our completions writes, the same number of rows and bytes, in one statement without reading, checks,
policies or foreign keys.
"""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from typing import Final

from bench.installation import Installation
from engine.db.roles import ADMINISTRATOR

CASES: Final = 20_000
TABLES: Final = """
create schema floor;
create table floor.cases (id int primary key, version int not null default 0, state bytea not null default '',
    document jsonb not null default '{}', head bytea not null default '') with (fillfactor = 70);
create table floor.tasks (id uuid primary key default gen_random_uuid(), case_id int not null,
    role text not null,
    deadline_at timestamptz not null, state smallint not null default 0,
    answers jsonb) with (fillfactor = 85);
create index on floor.tasks (role, deadline_at, id) where state = 0;
create index on floor.tasks (case_id);
create table floor.events (case_id int not null, seq int not null, kind text not null, hash bytea not null,
    body bytea not null);
create index on floor.events (case_id, seq);
create table floor.keys (key uuid primary key, result bytea not null);
insert into floor.cases (id) select generate_series(1, %(cases)s);
insert into floor.tasks (case_id, role, deadline_at) select generate_series(1, %(cases)s), 'clerk', now();
"""
ANSWERS: Final = '{"remarks": "' + "x" * 310 + '"}'
# A document in the middle of a case: five of the ten answers, the results of a decision.
DOCUMENT: Final = '{"steps": ["' + '", "'.join("y" * 320 for _ in range(6)) + '"]}'
CHOOSE: Final = f"\\set id random(1, {CASES})\n"
SCRIPTS: Final = {
    "L1": CHOOSE
    + f"""begin;
update floor.cases set version = version + 1, document = '{DOCUMENT}' where id = :id;
update floor.tasks set state = 1, answers = '{ANSWERS}' where case_id = :id and state = 0;
insert into floor.tasks (case_id, role, deadline_at) values (:id, 'clerk', now());
insert into floor.events values (:id, 1, 'done', '\\x00', convert_to('{ANSWERS}', 'utf8'));
commit;
""",
    "L5": CHOOSE
    + f"""with a as (update floor.cases set version = version + 1, document = '{DOCUMENT}',
        state = '\\x{"00" * 90}', head = '\\x{"00" * 32}' where id = :id returning version)
, b as (update floor.tasks set state = 1, answers = '{ANSWERS}' from a where case_id = :id and state = 0)
, c as (insert into floor.tasks (case_id, role, deadline_at) select :id, 'clerk', now() from a)
, k as (insert into floor.keys select gen_random_uuid(), '\\x{"00" * 150}' from a)
insert into floor.events select :id, version, 'done', '\\x{"00" * 240}', '\\x{"00" * 480}' from a;
""",
}
_TPS: Final = re.compile(r"tps = ([0-9.]+)")
_LATENCY: Final = re.compile(r"latency average = ([0-9.]+)")


@dataclass(frozen=True)
class Floor:
    """What one run of pgbench said."""

    per_second: float
    milliseconds: float


def prepare(installation: Installation) -> None:
    """Create and fill the tables that pgbench writes to."""
    with installation.administrator() as connection:
        connection.execute(TABLES % {"cases": CASES})
        connection.execute("vacuum analyze")


def run(installation: Installation, script: str, *, clients: int, seconds: float) -> Floor:
    """Run a script with a number of clients, prepared statements, for a number of seconds."""
    home = installation.settings.home
    path = home / f"{script}.sql"
    path.write_text(SCRIPTS[script])
    arguments = [
        "-n",
        "-M",
        "prepared",
        "-c",
        str(clients),
        "-j",
        str(min(clients, 2)),
        "-T",
        str(max(1, round(seconds))),
    ]
    done = subprocess.run(
        [
            str(_program()),
            "-U",
            ADMINISTRATOR,
            "-h",
            str(installation.cluster.socket_directory),
            *arguments,
            "-f",
            str(path),
            "mms",
        ],
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"pgbench failed: {done.stderr.strip()}")
    return Floor(float(_found(_TPS, done.stdout)), float(_found(_LATENCY, done.stdout)))


def _program() -> str:
    from engine.db.binaries import find

    return str(find().directory / "pgbench")


def _found(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    if match is None:
        raise RuntimeError(f"pgbench said something else: {text}")
    return match[1]
