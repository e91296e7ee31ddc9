-- Who stands at the desk, where the principal is an operator who acts for them.
create or replace function my_visitor() returns bigint language sql stable as
$$ select case when acts_for_another() then (select m.represented_id from mandate_in_use() m where m.kind = 'presence') end $$;
grant execute on function my_visitor to mms_app;
