-- A publication that an analyst has asked for: the version is kept with it, so what a second person approves is what was
-- shown, whatever becomes of the draft.
create table asked_publications (
    id uuid primary key,
    draft_id uuid not null references service_drafts,
    code text not null,
    version_id int not null,
    base_version int references service_versions, -- what it was compared with: in force there when it was asked for
    municipalities smallint[] check (cardinality(municipalities) > 0),
    effective_from date not null,
    law jsonb not null,
    note text not null check (note ~ '\S'),
    remarks int not null, -- of the gate; errors are none
    asked_by bigint not null references people,
    asked_at timestamptz not null,
    scenarios jsonb, -- null while they are played
    state text not null default 'open' check (state in ('open', 'published', 'refused', 'withdrawn')),
    settled_by bigint references people,
    settled_at timestamptz,
    reason text,
    publication_id int references service_publications,
    foreign key (version_id, code) references service_versions (id, code),
    check ((state = 'open') = (settled_at is null) and (settled_at is null) = (settled_by is null)),
    check ((state = 'published') = (publication_id is not null)),
    check (state <> 'published' or settled_by <> asked_by)
);
create unique index asked_publications_open on asked_publications (code) where state = 'open';

create table publication_looks (
    asked_id uuid not null references asked_publications,
    person_id bigint not null references people,
    looked_at timestamptz not null,
    primary key (asked_id, person_id)
);

alter table asked_publications enable row level security;
create policy analysts on asked_publications using ((select draws_services()));
alter table publication_looks enable row level security;
create policy analysts on publication_looks for select using ((select draws_services()));
create policy own_looks on publication_looks for insert
    with check ((select draws_services()) and person_id = (select my_writer()));
grant select, insert on asked_publications, publication_looks to mms_app;
grant update (scenarios, state, settled_by, settled_at, reason, publication_id) on asked_publications to mms_app;

-- What is asked for is kept as a version; only its second person puts it into force.
create policy analysts_keep on service_versions for insert with check ((select draws_services()));
create policy analysts_keep on service_files for insert with check ((select draws_services()));
create policy second_person on service_publications for insert
    with check ((select draws_services()) and publisher_id is not null and second_person_id = (select my_writer()));
