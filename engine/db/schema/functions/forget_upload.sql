-- Drops an upload and says whether anybody still cites the file. Whoever calls it holds the lock of the digest. A renewed
-- file that somebody uploads and does not file stays, for it stands for a document.
create or replace function forget_upload(p_id uuid, p_before timestamptz) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare gone bytea;
begin
    delete from uploads u where is_system() and u.id = p_id and (u.is_left or u.added_at < p_before)
        and not is_in_a_draft(u.owner_id, u.digest) returning u.digest into gone;
    return gone is null
        or exists (select from uploads u where u.digest = gone)
        or exists (select from register_exports x where x.digest = gone)
        or exists (select from documents d where d.digest = gone)
        or exists (select from proofs p where p.renewed = gone)
        or exists (select from letters l where l.document = gone);
end $$;
revoke execute on function forget_upload from public;
grant execute on function forget_upload to mms_app;
