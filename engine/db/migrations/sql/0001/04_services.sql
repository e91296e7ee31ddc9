-- Published services. A version is immutable and named by the digest of its transitive closure.
create table service_versions (
    id int generated always as identity primary key,
    digest bytea not null unique,
    code text not null,
    module text not null,
    settings jsonb not null,
    semantics text not null,
    effective_from date not null,
    published_at timestamptz not null,
    published_by text not null,
    second_person text
);
create index service_versions_in_force on service_versions (code, effective_from desc, id desc);

create table service_files (
    version_id int not null references service_versions,
    path text not null,
    content bytea not null,
    primary key (version_id, path)
);
