-- The events of a step are one row: three of them were six rows and six index entries, more than all else that a
-- completion wrote. Each keeps its link, and its salt and body can be erased on their own
-- (`update step_events set salts[2] = null, bodies[2] = null where …`).
-- No foreign keys: only record_step writes here, in the statement that has just written the case's row, with the
-- principal of the session; neither cases nor people are ever deleted, and `mms reconcile` looks for strays.
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
    primary key (case_id, first_seq),
    check (cardinality(kinds) > 0 and cardinality(digests) = cardinality(kinds)
           and cardinality(hashes) = cardinality(kinds) and cardinality(salts) = cardinality(kinds)
           and cardinality(bodies) = cardinality(kinds))
);
do $$ begin
    alter table step_events alter column bodies set compression lz4;
exception when feature_not_supported then null; -- a server built without it compresses as it always did
end $$;

insert into step_events
select case_id, min(seq), municipality_id, at, actor_id, array_agg(kind order by seq), array_agg(digest order by seq),
       array_agg(hash order by seq), array_agg(salt order by seq), array_agg(body order by seq)
from (select e.*, b.salt, b.body,
             e.seq - row_number() over (partition by e.case_id, e.at, e.actor_id order by e.seq) as run
      from events e left join event_bodies b using (case_id, seq)) kept
group by case_id, municipality_id, at, actor_id, run;
drop table event_bodies, events;

alter table step_events enable row level security;
create policy with_case on step_events using (exists (select from cases c where c.id = case_id));
grant select on step_events to mms_app;

-- One row for each event, as everybody reads them; salt and body are null once they have been erased.
create view events with (security_invoker = true) as
select s.case_id, s.first_seq + e.place::int - 1 as seq, s.municipality_id, s.at, s.actor_id, e.kind, e.digest, e.hash,
       e.salt, e.body
from step_events s
cross join lateral unnest(s.kinds, s.digests, s.hashes, s.salts, s.bodies)
    with ordinality as e(kind, digest, hash, salt, body, place);
grant select on events to mms_app;

-- A task that nobody has claimed, or that no person was named for, is on nobody's own list.
drop index tasks_mine, tasks_of_person;
create index tasks_mine on tasks (claimed_by, deadline_at, rank, id) where state = 0 and claimed_by is not null;
create index tasks_of_person on tasks (person_id, deadline_at, rank, id) where state = 0 and person_id is not null;
