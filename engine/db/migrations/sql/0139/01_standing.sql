-- What a draft knows of its service: the versions whose files were taken over into it or decided against, the last of them is
-- `base_version`. `gone_revision` is the highest revision of a file that went out: one that comes back counts on from it.
alter table service_drafts
    add column known_versions int[] not null default '{}',
    add column gone_revision int not null default 0 check (gone_revision >= 0);
update service_drafts d set known_versions = array(
    select p.version_id from service_publications p where p.code = d.code
        and p.published_at <= d.begun_at and p.effective_from <= d.begun_at::date
    union select d.base_version where d.base_version is not null);
grant update (base_version, known_versions, gone_revision) on service_drafts to mms_app;
