-- A message for a case, from outside or from another case. One that comes before anybody waits for it is kept
-- for its lifetime. Its content is erased when it is settled: then it lies in the case, or nobody wanted it.
create table messages (
    id uuid primary key,
    municipality_id smallint not null references municipalities,
    name text not null,
    correlation_key text not null,
    message_id text, -- the sender's own: the same message sent twice is one
    digest bytea not null,
    payload jsonb,
    sent_by uuid references cases,
    published_at timestamptz not null,
    expires_at timestamptz not null,
    state text not null default 'kept' check (state in ('kept', 'delivered', 'expired', 'dropped')),
    case_id uuid references cases,
    token text,
    settled_at timestamptz,
    unique (municipality_id, name, message_id),
    check ((state = 'kept') = (settled_at is null)),
    check ((state = 'delivered') = (case_id is not null and token is not null)),
    check (state = 'kept' or payload is null)
);
create index messages_kept on messages (municipality_id, name, correlation_key) where state = 'kept';
create index messages_expiring on messages (expires_at) where state = 'kept';

-- Whoever waits, waits for a message that names the case's number or the key that its diagram gives.
alter table messages_awaited
    add column kind text not null default 'message' check (kind in ('message', 'signal')),
    add column correlation_key text,
    add column awaited_at timestamptz not null default now();
update messages_awaited a set correlation_key = c.number from cases c where c.id = a.case_id;
alter table messages_awaited alter column correlation_key set not null, alter column awaited_at drop default,
    alter column kind drop default;
create index messages_awaited_by_key on messages_awaited (municipality_id, name, correlation_key);

-- A signal reaches every case of the municipality that waits for it when it is thrown.
create table signals (
    id uuid primary key,
    municipality_id smallint not null references municipalities,
    name text not null,
    payload jsonb,
    thrown_by uuid references cases,
    thrown_at timestamptz not null
);
create table signal_deliveries (
    signal_id uuid not null references signals,
    case_id uuid not null references cases,
    municipality_id smallint not null,
    state text not null default 'queued' check (state in ('queued', 'delivered', 'missed', 'dropped')),
    settled_at timestamptz,
    primary key (signal_id, case_id),
    check ((state = 'queued') = (settled_at is null))
);
create index signal_deliveries_of_case on signal_deliveries (case_id);

grant select, insert on messages, signals, signal_deliveries to mms_app;
grant update on messages, signal_deliveries to mms_app;

-- What is under way between cases is nobody's to read. A case's own step may send, whoever takes the step.
alter table messages enable row level security;
create policy system_only on messages using (
    (select is_system()) and municipality_id = any ((select my_municipalities())::int[]));
create policy sent_by_case on messages for insert with check (
    exists (select from cases c where c.id = sent_by and c.municipality_id = messages.municipality_id));
alter table signals enable row level security;
create policy system_only on signals using (
    (select is_system()) and municipality_id = any ((select my_municipalities())::int[]));
alter table signal_deliveries enable row level security;
create policy system_only on signal_deliveries using (
    (select is_system()) and municipality_id = any ((select my_municipalities())::int[]));

-- Who publishes and who begins to wait take the same locks before they look for each other, so that neither
-- misses the other's commit.
create function lock_message(p_name text, p_key text) returns void language sql volatile as
$$ select pg_advisory_xact_lock(hashtextextended(p_name || chr(31) || p_key, 0)) $$;

create function lock_awaited(p_case uuid, p_messages jsonb) returns void language sql volatile as $$
    select pg_advisory_xact_lock(lock) from (
        select distinct hashtextextended(t.name || chr(31) || k.key, 0) as lock
        from jsonb_to_recordset(p_messages) as t(name text, kind text, key text)
        cross join lateral (values (t.key), ((select c.number from cases c where c.id = p_case))) as k(key)
        where t.kind = 'message' order by 1) locks
$$;

-- Queues the delivery of kept messages for a case that has begun to wait. It sees the messages of the case's
-- municipality whoever takes the step; nothing of them is returned.
create function meet_messages(p_case uuid, p_municipality smallint, p_messages jsonb, p_now timestamptz)
returns void language sql volatile security definer set search_path = public, pg_temp as $$
    select procrastinate_defer_jobs_v1(array_agg(row(
        'cases', 'deliver_message', 0, 'messages-of:' || p_case, null,
        jsonb_build_object('message_id', found.id, 'municipality_id', p_municipality), null
    )::procrastinate_job_to_defer_v1 order by found.published_at, found.id))
    from (
        select distinct m.id, m.published_at
        from jsonb_to_recordset(p_messages) as t(name text, kind text, key text)
        join messages m on m.municipality_id = p_municipality and m.name = t.name and m.state = 'kept'
            and m.correlation_key in (t.key, (select c.number from cases c where c.id = p_case))
            and m.expires_at >= p_now
        where t.kind = 'message') found
    having count(*) > 0
$$;

-- Throws a signal: one delivery for each case that waits for it, queued in the same commit. A case may throw in
-- its own municipality, whoever takes the step; otherwise the municipality's own people and the system may.
create function throw_signal(
    p_id uuid, p_municipality smallint, p_name text, p_payload jsonb, p_case uuid, p_now timestamptz
) returns int language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare v_reached int;
begin
    if not (p_municipality = any (my_municipalities())
            or exists (select from cases c where c.id = p_case and c.municipality_id = p_municipality
                       and c.applicant_id = my_person())) then
        return null;
    end if;
    insert into signals (id, municipality_id, name, payload, thrown_by, thrown_at)
    values (p_id, p_municipality, p_name, p_payload, p_case, p_now);
    insert into signal_deliveries (signal_id, case_id, municipality_id)
    select distinct p_id, a.case_id, p_municipality from messages_awaited a
    where a.municipality_id = p_municipality and a.kind = 'signal' and a.name = p_name
      and a.case_id is distinct from p_case;
    get diagnostics v_reached = row_count;
    if v_reached > 0 then
        perform procrastinate_defer_jobs_v1(array_agg(row(
            'cases', 'deliver_signal', 0, 'messages-of:' || d.case_id, null,
            jsonb_build_object('signal_id', p_id, 'case_id', d.case_id, 'municipality_id', p_municipality), null
        )::procrastinate_job_to_defer_v1)) from signal_deliveries d where d.signal_id = p_id;
    end if;
    return v_reached;
end $$;

-- The sweep sees which messages have outlived their time, and nothing else of them.
create function expired_messages(p_now timestamptz, p_limit int)
returns table (id uuid, municipality_id smallint) language sql stable security definer
set search_path = public, pg_temp as $$
    select m.id, m.municipality_id from messages m
    where m.state = 'kept' and m.expires_at < p_now and not exists (
        select from incidents i where i.kind = 'message' and i.subject = m.id and i.state = 'open')
    order by m.expires_at, m.id limit p_limit
$$;
