-- Within a day and an urgency, lists show what came first: the instant of arrival stands before the identifier, which
-- is random.
drop index tasks_inbox;
drop index tasks_mine;
drop index tasks_of_person;
create index tasks_inbox on tasks (municipality_id, role, deadline_at, rank, opened_at, id) where state = 0;
create index tasks_mine on tasks (claimed_by, deadline_at, rank, opened_at, id)
    where state = 0 and claimed_by is not null;
create index tasks_of_person on tasks (person_id, deadline_at, rank, opened_at, id)
    where state = 0 and person_id is not null;
