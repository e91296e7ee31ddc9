-- A version is content, named by its digest. A publication is the act that puts it into force: who, by which
-- law, from which day. Going back to an old version is a new act for it; both are never changed.
create table service_publications (
    id int generated always as identity primary key,
    version_id int not null references service_versions,
    code text not null,
    effective_from date not null,
    published_at timestamptz not null,
    publisher_id bigint references people,
    second_person_id bigint references people,
    is_demo boolean not null,
    law jsonb not null,
    check (publisher_id <> second_person_id),
    check (is_demo or (publisher_id is not null and second_person_id is not null))
);
create index service_publications_in_force on service_publications (code, effective_from desc, id desc);
alter table service_versions add unique (id, code);
alter table service_publications add foreign key (version_id, code) references service_versions (id, code);

-- Until now nobody could sign in outside demo mode, so every publication was a demonstration.
insert into service_publications (version_id, code, effective_from, published_at, publisher_id, is_demo, law)
select v.id, v.code, v.effective_from, v.published_at, p.id, true, v.settings -> 'law'
from service_versions v left join people p on p.personal_number = v.published_by
order by v.id;

alter table service_versions
    drop column effective_from, drop column published_by, drop column second_person;
alter table service_versions rename column published_at to recorded_at;
alter table service_versions alter column semantics type jsonb
    using jsonb_build_object('feel', 1, 'codec', 1, 'operations', 1);

grant select, insert on service_publications to mms_app;
alter table service_publications enable row level security;
create policy readable on service_publications for select using (true);
create policy system_writes on service_publications
    using ((select is_system())) with check ((select is_system()));
