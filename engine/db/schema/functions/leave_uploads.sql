-- A draft that goes, whoever drops it, leaves its uploads to the next sweep, unless they are taken up again.
create or replace function leave_uploads() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare dropped text := to_jsonb(old)::text;
begin
    update uploads u set is_left = true
        where u.owner_id = old.person_id and not u.is_left and strpos(dropped, encode(u.digest, 'hex')) > 0;
    return null;
end $$;
revoke execute on function leave_uploads from public;
