-- What the signatures on a file were worth when it was received: a verdict, the instant and the report. Nothing
-- where nobody has signed it, and for files from before.
alter table uploads add column signatures jsonb;
alter table documents add column signatures jsonb;
