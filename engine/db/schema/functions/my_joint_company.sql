-- Whoever acts now by a mandate that wants several directors sees what waits for the company, and nobody else does.
create or replace function my_joint_company() returns bigint language sql stable as
$$ select m.represented_id from mandate_in_use() m where m.together > 1 $$;
grant execute on function my_joint_company to mms_app;
