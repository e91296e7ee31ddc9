-- How urgent a task is: 100 less the priority that its diagram gives it, so that lists and their indexes go one way,
-- by the legal deadline first. (An index over an expression would not serve: row-level security lets only
-- operators be looked at before it that can't fail.)
alter table tasks add column rank smallint not null default 50 check (rank between 0 and 100);
drop index tasks_inbox, tasks_mine, tasks_of_person;
create index tasks_inbox on tasks (municipality_id, role, deadline_at, rank, id) where state = 0;
create index tasks_mine on tasks (claimed_by, deadline_at, rank, id) where state = 0;
create index tasks_of_person on tasks (person_id, deadline_at, rank, id) where state = 0;
