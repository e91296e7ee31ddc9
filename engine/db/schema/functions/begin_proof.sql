-- What is signed gets a row in `proofs` with its document.
create or replace function begin_proof() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into proofs (case_id, digest, municipality_id, due_at)
    values (new.case_id, new.digest, new.municipality_id, new.added_at) on conflict do nothing;
    return null;
end $$;
revoke execute on function begin_proof from public;
