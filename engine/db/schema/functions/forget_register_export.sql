-- Drops an export of a register and says whether anybody still cites its file, as somebody does who has uploaded it
-- somewhere. Whoever calls it holds the lock of the digest.
create or replace function forget_register_export(p_id uuid, p_before timestamptz) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare gone bytea;
begin
    delete from register_exports x
    where is_system() and x.id = p_id and coalesce(x.ended_at, x.asked_at) < p_before returning x.digest into gone;
    return gone is null
        or exists (select from register_exports x where x.digest = gone)
        or exists (select from uploads u where u.digest = gone)
        or exists (select from documents d where d.digest = gone)
        or exists (select from proofs p where p.renewed = gone)
        or exists (select from letters l where l.document = gone);
end $$;
revoke execute on function forget_register_export from public;
grant execute on function forget_register_export to mms_app;
