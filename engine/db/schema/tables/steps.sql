-- What steps read and leave behind: a case as a step reads it, the chains of events, the keys of commands.

-- A case with its people and place, and with whoever represents its applicant, as a step reads it. A case whose clocks
-- have all stopped, or that never had one, needs no look at them when it ends.
create view open_cases with (security_invoker = true) as
select c.id, c.municipality_id, m.code as municipality_code, m.names as municipality_names, c.number,
       c.service_code, c.version_id, c.applicant_id,
       coalesce(p.personal_number, p.claimed_number, p.company_number) as personal_number,
       p.given_name, p.family_name, p.email,
       p.phone, c.language, c.channel, c.status, c.reason, c.order_number, c.decided_on, c.filed_at,
       c.closed_at, c.due_at, c.version, c.state, c.document, c.event_count, c.chain_head,
       exists (select from clocks k where k.case_id = c.id and k.state <> 'stopped') as has_open_clock,
       c.representative
from cases c join municipalities m on m.id = c.municipality_id join people p on p.id = c.applicant_id;
grant select on open_cases to mms_app;

-- The events of a step are one row: three of them were six rows and six index entries, more than all else that a
-- completion wrote. The hash covers a salted digest of canonical bytes, which lie in `bodies`. Each event keeps its
-- link, and its salt and body can be erased on their own
-- (`update step_events set salts[2] = null, bodies[2] = null where …`).
-- No foreign keys and no checks: only record_step writes here, in the statement that has just written the case's row,
-- with the principal of the session; neither cases nor people are ever deleted, and `mms reconcile` looks for strays.
create table step_events (
    case_id uuid not null,
    first_seq int not null,
    municipality_id smallint not null,
    at timestamptz not null,
    actor_id bigint,
    kinds text[] not null,
    digests bytea[] not null,
    hashes bytea[] not null,
    salts bytea[] not null,
    bodies bytea[] not null,
    primary key (case_id, first_seq)
);
do $$ begin
    alter table step_events alter column bodies set compression lz4;
exception when feature_not_supported then null; -- a server built without it compresses as it always did
end $$;
-- Lists of cases by the last change. Steps are only added, so the last ones lie together: an index of blocks costs a step
-- nothing.
create index step_events_at on step_events using brin (at) with (autosummarize = on);
-- Only a step adds to the events of a case: by record_step, which runs as its owner.
grant select on step_events to mms_app;

-- One row for each event, as everybody reads them; salt and body are null once they have been erased.
create view events with (security_invoker = true) as
select s.case_id, s.first_seq + e.place::int - 1 as seq, s.municipality_id, s.at, s.actor_id, e.kind, e.digest, e.hash,
       e.salt, e.body
from step_events s
cross join lateral unnest(s.kinds, s.digests, s.hashes, s.salts, s.bodies)
    with ordinality as e(kind, digest, hash, salt, body, place);
grant select on events to mms_app;

-- Other chains: sign-ins of a person, reads of a case, configuration.
create table streams (
    name text primary key,
    count int not null,
    head bytea not null
);
grant select, insert, update on streams to mms_app;

-- The events of these chains. The hash covers a salted digest of canonical bytes, which can be erased.
create table stream_events (
    stream text not null references streams,
    seq int not null,
    at timestamptz not null,
    actor_id bigint,
    kind text not null,
    salt bytea not null,
    body bytea not null,
    digest bytea not null,
    hash bytea not null,
    primary key (stream, seq)
);
grant select, insert on stream_events to mms_app;

-- What each idempotency key brought.
create table command_keys (
    actor text not null,
    key uuid not null,
    command text not null,
    digest bytea not null,
    result bytea,
    at timestamptz not null,
    primary key (actor, key)
);
grant select, insert, update on command_keys to mms_app;
