-- The worker that renews sees which documents are due, in every municipality, and nothing else of them.
create or replace function due_proofs(p_now timestamptz, p_limit int)
returns table (case_id uuid, digest bytea, municipality_id smallint)
language sql stable security definer set search_path = public, pg_temp as $$
    select p.case_id, p.digest, p.municipality_id from proofs p
    where is_system() and p.due_at <= p_now order by p.due_at limit p_limit
$$;
revoke execute on function due_proofs from public;
grant execute on function due_proofs to mms_app;
