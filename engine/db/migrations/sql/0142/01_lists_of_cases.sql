-- Lists of an office's cases: by what their service shows to whom, by the day that is nearest, by the last change.
create index cases_of_versions on cases (municipality_id, version_id);
create index cases_due on cases (municipality_id, due_at) where closed_at is null and due_at is not null;
-- Steps are only added, so the last ones lie together: an index of blocks costs a step nothing.
create index step_events_at on step_events using brin (at) with (autosummarize = on);
