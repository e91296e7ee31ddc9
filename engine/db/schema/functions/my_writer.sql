-- Whoever sits at the keyboard: their sessions, drafts, uploads and addresses are theirs, for whomever they act.
create or replace function my_writer() returns bigint language sql stable parallel safe as
$$ select nullif(split_part(coalesce(current_setting('mms.person', true), ''), '/', 1), '')::bigint $$;
grant execute on function my_writer to mms_app;
