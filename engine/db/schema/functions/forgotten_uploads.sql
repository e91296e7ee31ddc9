-- The sweep sees which uploads are old, or left by their draft, and in nobody's draft, and nothing else of them.
create or replace function forgotten_uploads(p_before timestamptz, p_limit int) returns table (id uuid, digest bytea)
language sql stable security definer set search_path = public, pg_temp as $$
    select u.id, u.digest from uploads u
    where is_system() and (u.is_left or u.added_at < p_before) and not is_in_a_draft(u.owner_id, u.digest)
    order by u.added_at limit p_limit
$$;
revoke execute on function forgotten_uploads from public;
grant execute on function forgotten_uploads to mms_app;
