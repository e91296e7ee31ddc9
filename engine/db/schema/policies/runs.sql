-- What an office plans about many is no business of each of them; the case that follows is.

alter table runs enable row level security;
create policy principal on runs using (municipality_id = any ((select my_municipalities())::int[]));

alter table run_entries enable row level security;
create policy principal on run_entries using (municipality_id = any ((select my_municipalities())::int[]));
