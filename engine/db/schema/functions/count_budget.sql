-- Counts what is committed of a budget line.
create or replace function count_budget() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare v_more bigint := case when new.state in ('reserved', 'spent') then new.amount_tetri else 0 end;
begin
    if tg_op = 'UPDATE' and old.state in ('reserved', 'spent') then
        v_more := v_more - old.amount_tetri;
    end if;
    if v_more <> 0 then
        update budget_lines set committed_tetri = committed_tetri + v_more where id = new.line_id;
    end if;
    return null;
end $$;
