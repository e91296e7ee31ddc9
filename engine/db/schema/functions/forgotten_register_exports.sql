-- Exports of registers that nobody is kept waiting for any more: ended, or asked for, before an instant.
create or replace function forgotten_register_exports(p_before timestamptz, p_limit int)
returns table (id uuid, digest bytea)
language sql stable security definer set search_path = public, pg_temp as $$
    select x.id, x.digest from register_exports x
    where is_system() and coalesce(x.ended_at, x.asked_at) < p_before order by x.asked_at limit p_limit
$$;
revoke execute on function forgotten_register_exports from public;
grant execute on function forgotten_register_exports to mms_app;
