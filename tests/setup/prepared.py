"""What tests of preparing a server look at: who owns what, and an installation in production."""

from __future__ import annotations

from pathlib import Path

import psycopg

from engine.settings import Settings

PRODUCTION = {
    "MMS_MODE": "production",
    "MMS_SECRET": "k" * 40,
    "MMS_PUBLIC_URL": "https://mms.example.ge",
    "MMS_SMTP_URL": "smtp://mail.example.ge:25",
    "MMS_CIVIL_REGISTRY_URL": "https://registry.example.ge",
    "MMS_PROXIES": "1",
}
# Everything in the schema but what belongs to the extension.
OWNERS = """
with found (class, id, kind, name, owner) as (
    select 'pg_namespace'::regclass, oid, 'schema', nspname::text, nspowner
    from pg_namespace where nspname = 'public'
    union all
    select 'pg_class'::regclass, oid,
        case relkind when 'v' then 'view' when 'S' then 'sequence' when 'i' then 'index' when 'r' then 'table'
                     when 'c' then 'type' else relkind::text end,
        relname::text, relowner
    from pg_class where relnamespace = 'public'::regnamespace
    union all
    select 'pg_proc'::regclass, oid, 'routine', oid::regprocedure::text, proowner
    from pg_proc where pronamespace = 'public'::regnamespace
    union all
    select 'pg_type'::regclass, oid, 'type', typname::text, typowner
    from pg_type where typnamespace = 'public'::regnamespace
)
select kind, name, (select rolname from pg_roles r where r.oid = owner) from found f
where not exists (select from pg_depend d where d.classid = f.class and d.objid = f.id and d.deptype = 'e')
    and not exists (select from pg_depend d join pg_type t on d.objid = t.typelem
                    where d.classid = 'pg_type'::regclass and f.class = 'pg_type'::regclass
                        and t.oid = f.id and d.deptype = 'e')
"""


def owners(url: str) -> dict[tuple[str, str], str]:
    """Return who owns each thing in the schema, by its kind and name."""
    with psycopg.connect(url) as connection:
        return {(kind, name): owner for kind, name, owner in connection.execute(OWNERS)}


def production(address: str, home: Path, *, owner: str | None = None) -> Settings:
    """Return the settings of an installation in production whose login has this address."""
    said = {**PRODUCTION, "DATABASE_URL": address, "DATABASE_OWNER_URL": owner or "", "MMS_HOME": str(home)}
    return Settings.from_environment(said)
