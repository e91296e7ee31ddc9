-- A line of a municipality's budget, what cases ask of it, and who waits for money. What is committed is counted
-- by the database alone and can't go above the line, whatever the programs do.
create table budget_lines (
    id uuid primary key,
    municipality_id smallint not null references municipalities,
    year smallint not null check (year between 2000 and 2999),
    code text not null check (code ~ '^[0-9A-Za-z][0-9A-Za-z .-]{0,39}$'),
    names jsonb not null,
    amount_tetri bigint not null check (amount_tetri >= 0),
    committed_tetri bigint not null default 0,
    check (committed_tetri between 0 and amount_tetri),
    unique (municipality_id, year, code)
);
-- Which amount a line had, since when, on which ground.
create table budget_changes (
    id bigint generated always as identity primary key,
    line_id uuid not null references budget_lines,
    municipality_id smallint not null references municipalities,
    amount_tetri bigint not null,
    ground text not null check (ground ~ '\S'),
    changed_by bigint references people,
    changed_at timestamptz not null
);
create index budget_changes_of_line on budget_changes (line_id, changed_at);

create table budget_requests (
    id uuid primary key,
    line_id uuid not null references budget_lines,
    municipality_id smallint not null references municipalities,
    case_id uuid not null references cases,
    amount_tetri bigint not null check (amount_tetri > 0),
    filed_at timestamptz not null, -- of the case: who waits is served in this order
    asked_at timestamptz not null,
    state text not null check (state in ('waiting', 'reserved', 'spent', 'released')),
    settled_at timestamptz, -- when it was spent or given back
    check ((state in ('spent', 'released')) = (settled_at is not null))
);
create index budget_requests_of_case on budget_requests (case_id);
create index budget_requests_waiting on budget_requests (line_id, filed_at, id) where state = 'waiting';
create index budget_requests_of_line on budget_requests (line_id);

create function count_budget() returns trigger
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
create trigger counted after insert or update of state, amount_tetri on budget_requests
    for each row execute function count_budget();

-- Ask a line for money: reserved at once, or waiting where there is not enough or where somebody who filed earlier
-- waits. Null where the municipality has no such line, or where this principal may not ask for the case.
create function ask_budget(
    p_id uuid, p_case uuid, p_year smallint, p_code text, p_amount bigint, p_now timestamptz
) returns text language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    v_case cases;
    v_line budget_lines;
    v_state text;
begin
    select * into v_case from cases where id = p_case;
    if not found or not (v_case.municipality_id = any (my_municipalities()) or v_case.applicant_id = my_person())
    then
        return null;
    end if;
    select * into v_line from budget_lines
    where municipality_id = v_case.municipality_id and year = p_year and code = p_code for update;
    if not found then
        return null;
    end if;
    v_state := case
        when p_amount > v_line.amount_tetri - v_line.committed_tetri then 'waiting'
        when exists (select from budget_requests r where r.line_id = v_line.id and r.state = 'waiting'
                     and (r.filed_at, r.case_id) < (v_case.filed_at, p_case)) then 'waiting'
        else 'reserved' end;
    insert into budget_requests (id, line_id, municipality_id, case_id, amount_tetri, filed_at, asked_at, state)
    values (p_id, v_line.id, v_case.municipality_id, p_case, p_amount, v_case.filed_at, p_now, v_state);
    return v_state;
end $$;
revoke execute on function ask_budget(uuid, uuid, smallint, text, bigint, timestamptz) from public;
grant execute on function ask_budget(uuid, uuid, smallint, text, bigint, timestamptz) to mms_app;

grant select, insert, update (names, amount_tetri) on budget_lines to mms_app;
grant select, insert on budget_changes to mms_app;
grant select, update (state, amount_tetri, settled_at) on budget_requests to mms_app;
alter table budget_lines enable row level security;
create policy office on budget_lines using (municipality_id = any ((select my_municipalities())::int[]));
alter table budget_changes enable row level security;
create policy office on budget_changes using (municipality_id = any ((select my_municipalities())::int[]));
alter table budget_requests enable row level security;
create policy with_case on budget_requests using (exists (select from cases c where c.id = case_id));
