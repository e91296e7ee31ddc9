-- Where it was asked for, by what was in force there: who approves looks at what differs for each.
create table publication_groups (
    asked_id uuid not null references asked_publications,
    number smallint not null check (number > 0),
    version_id int references service_versions, -- null where nothing was in force
    municipalities smallint[] not null check (cardinality(municipalities) > 0),
    primary key (asked_id, number)
);
insert into publication_groups (asked_id, number, version_id, municipalities)
select id, 1, base_version, coalesce(municipalities, array(select m.id from municipalities m order by m.id)) from asked_publications;
alter table publication_groups enable row level security;
create policy analysts on publication_groups using ((select draws_services()));
grant select, insert on publication_groups to mms_app;

alter table publication_looks add column number smallint not null default 1;
alter table publication_looks drop constraint publication_looks_pkey, add primary key (asked_id, person_id, number),
    add foreign key (asked_id, number) references publication_groups;

-- From here on the base is what the draft stood on. `known_versions` are those it knew of, `undoes` those it did not know of,
-- which who asked has confirmed.
alter table asked_publications
    add column known_versions int[] not null default '{}',
    add column undoes int[] not null default '{}';
update asked_publications a set known_versions = d.known_versions || array_remove(array[a.base_version], null),
    base_version = coalesce(a.base_version, d.base_version)
from service_drafts d where d.id = a.draft_id;

-- How many cases are open where is no secret of theirs.
create function open_cases_by_place(p_code text) returns table (municipality_id smallint, open_cases bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select c.municipality_id, count(*) from cases c
    where c.version_id in (select v.id from service_versions v where v.code = p_code) and c.closed_at is null and draws_services()
    group by c.municipality_id
$$;
revoke execute on function open_cases_by_place(text) from public;
grant execute on function open_cases_by_place(text) to mms_app;
