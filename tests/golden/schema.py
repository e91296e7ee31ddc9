"""What a release relies on in the database: its tables, columns, functions and rights, one a line.

`python -m tests.golden.schema 0.2.0` writes the list of a release, from an empty database with the migrations
and functions of this tree, as the last thing before it is released; a list that is there stays as it is.
Until then it may be removed by hand and written anew; afterwards never.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import psycopg

from engine.db import migrate
from tests import clusters

LISTS = Path(__file__).parent / "schema"
# Extensions bring their own; procrastinate's is changed by its own releases.
COLUMNS = """
select format('column %s.%s %s%s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
    case when a.attnotnull then ' required' end,
    case when d.oid is not null or a.attidentity <> '' then ' by itself' end)
from pg_attribute a join pg_class c on c.oid = a.attrelid
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v') and a.attnum > 0
    and not a.attisdropped and c.relname not like 'procrastinate%'
"""
FUNCTIONS = """
select format('function %s(%s) %s',
    p.proname, pg_get_function_arguments(p.oid), pg_get_function_result(p.oid))
from pg_proc p
where p.pronamespace = 'public'::regnamespace and p.proname not like 'procrastinate%'
    and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
"""
RIGHTS = """
select format('right %s %s', c.relname, lower(p.name))
from pg_class c cross join unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE']) as p (name)
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v')
    and c.relname not like 'procrastinate%' and has_table_privilege('mms_app', c.oid, p.name)
union all
select format('right %s.%s %s', c.relname, a.attname, lower(p.name))
from pg_class c join pg_attribute a on a.attrelid = c.oid
    cross join unnest(array['SELECT', 'INSERT', 'UPDATE']) as p (name)
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v') and a.attnum > 0
    and not a.attisdropped and c.relname not like 'procrastinate%'
    and has_column_privilege('mms_app', c.oid, a.attnum, p.name)
    and not has_table_privilege('mms_app', c.oid, p.name)
union all
select format('right %s execute', p.proname) from pg_proc p
where p.pronamespace = 'public'::regnamespace and p.proname not like 'procrastinate%'
    and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
    and has_function_privilege('mms_app', p.oid, 'EXECUTE')
"""
REQUIRED, BY_ITSELF = " required", " by itself"


def listed(connection: psycopg.Connection[Any]) -> list[str]:
    """Return what a release that is written for this database may rely on."""
    return sorted(row[0] for query in (COLUMNS, FUNCTIONS, RIGHTS) for row in connection.execute(query))


def newest() -> tuple[str, list[str]]:
    """Return the name of the last release that has a list, and its list."""
    path = max(LISTS.glob("*.txt"), key=lambda path: [int(part) for part in path.stem.split(".")])
    return path.stem, path.read_text().splitlines()


def broken(before: Iterable[str], now: Iterable[str]) -> list[str]:
    """Return why a release no longer works: what is gone or is another, what it would have to fill."""
    before, now = set(before), set(now)
    columns, found = _columns(before), _columns(now)
    tables = {name.partition(".")[0] for name in columns}
    # A right to a column is there with the right to its table.
    wrong = [
        line
        for line in before - now
        if not line.startswith("column ") and re.sub(r"^(right \w+)\.\w+", r"\1", line) not in now
    ]
    for name, (kind, is_filled) in columns.items():
        if name not in found:
            wrong.append(f"column {name} is gone")
        elif found[name][0] != kind:
            wrong.append(f"column {name} was {kind} and is {found[name][0]}")
        elif is_filled and not found[name][1]:
            wrong.append(f"column {name} must be filled now")
    wrong += [
        f"column {name} is new and must be filled"
        for name, (_, is_filled) in found.items()
        if name not in columns and name.partition(".")[0] in tables and not is_filled
    ]
    return sorted(wrong)


def _columns(lines: Iterable[str]) -> dict[str, tuple[str, bool]]:
    """Return by name the type of each column, and whether a row may be written without it."""
    found = {}
    for line in lines:
        if line.startswith("column "):
            name, kind = line.removeprefix("column ").split(" ", 1)
            may_be_left_out = kind.endswith(BY_ITSELF) or not kind.endswith(REQUIRED)
            found[name] = (kind.removesuffix(BY_ITSELF).removesuffix(REQUIRED), may_be_left_out)
    return found


def main(release: str) -> None:
    path = LISTS / f"{release}.txt"
    if path.exists():
        print(f"{path.name} was there and stays as it is")
        return
    with tempfile.TemporaryDirectory() as home:
        Path(home).chmod(0o711)
        cluster = clusters.new_cluster(Path(home))
        try:
            cluster.start()
            cluster.create_database()
            migrate.upgrade(cluster.owner_url())
            with psycopg.connect(cluster.url()) as connection:
                lines = listed(connection)
        finally:
            cluster.stop()
    LISTS.mkdir(exist_ok=True)
    path.write_text("\n".join(lines) + "\n")
    print(f"written: {path.name}, {len(lines)} lines")


if __name__ == "__main__":
    main(sys.argv[1])
