-- Published services: their versions and the acts that put them into force.

-- Published services. A version is content: it is immutable and named by the digest of its transitive closure.
create table service_versions (
    id int generated always as identity primary key,
    digest bytea not null unique,
    code text not null,
    module text not null,
    settings jsonb not null,
    semantics jsonb not null,
    recorded_at timestamptz not null,
    unique (id, code)
);
grant select, insert on service_versions to mms_app;
grant usage on sequence service_versions_id_seq to mms_app;

-- The files of a version.
create table service_files (
    version_id int not null references service_versions,
    path text not null,
    content bytea not null,
    primary key (version_id, path)
);
grant select, insert on service_files to mms_app;

-- A publication is the act that puts a version into force: who, by which law, from which day. Going back to an old
-- version is a new act for it; both are never changed. An act may put a version into force for some municipalities and
-- leave the others what they have.
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
    municipalities smallint[] check (cardinality(municipalities) > 0), -- null: all, and those to come
    note text check (note ~ '\S'),
    check (publisher_id <> second_person_id),
    check (is_demo or (publisher_id is not null and second_person_id is not null)),
    foreign key (version_id, code) references service_versions (id, code)
);
create index service_publications_in_force on service_publications (code, effective_from desc, id desc);
grant select, insert on service_publications to mms_app;

-- An act that is taken back counts on no day from `ends_on`; what was in force before it is so again.
create table publication_ends (
    publication_id int primary key references service_publications,
    ends_on date not null,
    ended_at timestamptz not null,
    ended_by bigint references people,
    is_demo boolean not null,
    reason text not null check (reason ~ '\S'),
    check (is_demo or ended_by is not null)
);
grant select, insert on publication_ends to mms_app;
