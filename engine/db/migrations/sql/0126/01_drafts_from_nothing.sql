-- A service that was never drawn is based on no version, and a file may go out of a draft.
alter table service_drafts alter column base_version drop not null;
grant delete on service_draft_files to mms_app;
