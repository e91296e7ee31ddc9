-- Until when a signed document proves itself, and the file that bears its newer time stamps. What is signed gets a
-- row with its document; `due_at` is when a worker looks at it, null where there is nothing to renew.
create table proofs (
    case_id uuid not null references cases,
    digest bytea not null,
    municipality_id smallint not null references municipalities,
    due_at timestamptz,
    proven_until timestamptz,
    renewed bytea,
    renewed_at timestamptz,
    problem text,
    primary key (case_id, digest),
    check ((renewed is null) = (renewed_at is null))
);
create index proofs_due on proofs (due_at) where due_at is not null;
create index proofs_with_problem on proofs (due_at) where problem is not null;
grant select, insert on proofs to mms_app;
grant update (due_at, proven_until, renewed, renewed_at, problem) on proofs to mms_app;
alter table proofs enable row level security;
create policy concerned on proofs using (
    municipality_id = any ((select my_municipalities())::int[])
    or exists (select from documents d where d.case_id = proofs.case_id and d.digest = proofs.digest));

create function is_proof(p_kind text, p_signatures jsonb) returns boolean
language sql immutable as $$
    select p_kind in ('order', 'signed') or coalesce(p_signatures->>'verdict' = 'valid', false)
$$;
create function begin_proof() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into proofs (case_id, digest, municipality_id, due_at)
    values (new.case_id, new.digest, new.municipality_id, new.added_at) on conflict do nothing;
    return null;
end $$;
create trigger begin_proof after insert on documents for each row
    when (new.case_id is not null and new.municipality_id is not null and is_proof(new.kind, new.signatures))
    execute function begin_proof();
insert into proofs (case_id, digest, municipality_id, due_at)
select distinct on (case_id, digest) case_id, digest, municipality_id, added_at from documents
where case_id is not null and municipality_id is not null and is_proof(kind, signatures)
order by case_id, digest, added_at;

-- The worker that renews sees which documents are due, in every municipality, and nothing else of them.
create function due_proofs(p_now timestamptz, p_limit int)
returns table (case_id uuid, digest bytea, municipality_id smallint)
language sql stable security definer set search_path = public, pg_temp as $$
    select p.case_id, p.digest, p.municipality_id from proofs p
    where is_system() and p.due_at <= p_now order by p.due_at limit p_limit
$$;
-- Monitoring counts those that should have been renewed; whoever runs the installation reads which they are.
create function late_proofs(p_before timestamptz, p_most int) returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select count(*) from (
        select from proofs p where p.problem is not null or p.due_at < p_before limit p_most
    ) late
$$;
create function proofs_due_before(p_before timestamptz, p_most int)
returns table (municipality text, case_number text, title text, proven_until timestamptz, due_at timestamptz,
               problem text)
language sql stable security definer set search_path = public, pg_temp as $$
    select m.code, c.number, d.title, p.proven_until, p.due_at, p.problem
    from proofs p join cases c on c.id = p.case_id join municipalities m on m.id = p.municipality_id
    join lateral (select title from documents d where d.case_id = p.case_id and d.digest = p.digest limit 1) d
        on true
    where is_system() and (p.problem is not null or p.due_at <= p_before)
    order by p.due_at nulls first, c.number limit p_most
$$;
revoke execute on function begin_proof(), due_proofs(timestamptz, int), late_proofs(timestamptz, int),
    proofs_due_before(timestamptz, int) from public;
grant execute on function due_proofs(timestamptz, int), late_proofs(timestamptz, int),
    proofs_due_before(timestamptz, int) to mms_app;

-- Whoever holds the renewed file finds its digest too.
drop function act_by_code(text);
create function act_by_code(p_code text)
returns table (number text, title text, titles jsonb, municipality jsonb, dated_on date, document bytea,
               is_act boolean, signers jsonb, seal text, sealed bytea, renewed bytea)
language sql stable security definer set search_path = public, pg_temp as $$
    select r.number, g.title, g.titles, m.names, g.dated_on, g.document, g.is_act,
           (select jsonb_agg(jsonb_build_object('place', s.place, 'role', s.role, 'method', s.method,
                'signed_at', s.signed_at, 'name', case when s.role is not null then n.names end)
                order by s.place)
            from signers s left join lateral person_names(array[s.person_id]) n on true
            where s.signing_id = g.id),
           g.seal, g.sealed, p.renewed
    from signings g join municipalities m on m.id = g.municipality_id
    left join reserved_numbers r on r.signing_id = g.id and r.state = 'used'
    left join proofs p on p.case_id = g.case_id and p.digest = coalesce(g.sealed, g.document)
    where g.code = p_code and g.state = 'done'
$$;
revoke execute on function act_by_code(text) from public;
grant execute on function act_by_code(text) to mms_app;

-- A renewed file that somebody uploads and does not file stays, for it stands for a document.
create or replace function forget_upload(p_id uuid, p_before timestamptz) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare gone bytea;
begin
    delete from uploads u where is_system() and u.id = p_id and (u.is_left or u.added_at < p_before)
        and not is_in_a_draft(u.owner_id, u.digest) returning u.digest into gone;
    return gone is null
        or exists (select from uploads u where u.digest = gone)
        or exists (select from documents d where d.digest = gone)
        or exists (select from proofs p where p.renewed = gone)
        or exists (select from letters l where l.document = gone);
end $$;
create index proofs_by_renewed on proofs (renewed) where renewed is not null;
