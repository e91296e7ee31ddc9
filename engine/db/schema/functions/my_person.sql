-- The person of the principal: a number, or `number/mandate/day`, somebody who acts for another. Then what belongs to a
-- person belongs to the one who is represented, as long as the mandate holds on that day; else to nobody. By a presence
-- at a desk nothing of a person is shown that a policy does not name: this is nobody then, see `my_visitor()`.
create or replace function my_person() returns bigint language sql stable parallel safe as
$$ select case when current_setting('mms.person', true) like '%/%'
               then (select m.represented_id from mandate_in_use() m where m.kind <> 'presence')
               else nullif(current_setting('mms.person', true), '')::bigint end $$;
grant execute on function my_person to mms_app;
