-- Two directors who represent a company together file together: what one has prepared waits for the other.
alter table mandates add column together smallint not null default 1 check (together between 1 and 2);
grant update (together) on mandates to mms_app;

create table joint_filings (
    id uuid primary key,
    company_id bigint not null references people,
    municipality_id smallint not null references municipalities,
    service_code text not null,
    answers bytea not null,     -- canonical, as they are filed; empty once it is over
    digest bytea not null,      -- of the answers: exactly these are confirmed
    language text not null,
    prepared_by bigint not null references people,
    mandate_id uuid not null references mandates,
    prepared_at timestamptz not null,
    expires_at timestamptz not null,
    state text not null default 'waits' check (state in ('waits', 'filed', 'withdrawn', 'declined')),
    ended_by bigint references people,
    ended_at timestamptz,
    case_id uuid references cases,
    check ((state = 'waits') = (ended_at is null) and (state = 'waits') = (ended_by is null)),
    check ((state = 'filed') = (case_id is not null)),
    check (state not in ('filed', 'declined') or ended_by <> prepared_by)
);
create index joint_filings_of_company on joint_filings (company_id);
create index joint_filings_expiring on joint_filings (expires_at);
-- Whoever acts now by a mandate that wants two sees what waits for the company, and nobody else does.
create function my_joint_company() returns bigint language sql stable as
$$ select m.represented_id from mandate_in_use() m where m.together = 2 $$;
grant execute on function my_joint_company() to mms_app;
alter table joint_filings enable row level security;
create policy directors on joint_filings using (company_id = (select my_joint_company()));
create policy system on joint_filings using ((select is_system()));
grant select, insert, delete, update (answers, state, ended_by, ended_at, case_id) on joint_filings to mms_app;

create function expire_joint_filings(p_now timestamptz, p_limit int) returns int
language sql volatile security definer set search_path = public, pg_temp as $$
    with dropped as (
        delete from joint_filings where id in (
            select id from joint_filings where expires_at <= p_now order by expires_at limit p_limit
            for update skip locked)
        returning 1)
    select count(*)::int from dropped
$$;
revoke execute on function expire_joint_filings(timestamptz, int) from public;
grant execute on function expire_joint_filings(timestamptz, int) to mms_app;

-- What waits for the other director keeps its files, whatever becomes of the draft.
create or replace function is_in_a_draft(p_owner bigint, p_digest bytea) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from drafts d where d.person_id = p_owner
                   and strpos(d.answers::text || d.rivals::text, encode(p_digest, 'hex')) > 0)
        or exists (select from task_drafts t where t.person_id = p_owner
                   and strpos(t.answers::text, encode(p_digest, 'hex')) > 0)
        or exists (select from kept_forms k where k.person_id = p_owner
                   and strpos(k.fields::text, encode(p_digest, 'hex')) > 0)
        or exists (select from joint_filings j where j.prepared_by = p_owner
                   and position(convert_to(encode(p_digest, 'hex'), 'UTF8') in j.answers) > 0)
$$;
