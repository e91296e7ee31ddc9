-- How often the other system did not answer. The queue's own count also rises when a worker dies or
-- our database is away, and that is no reason to give the other system up.
alter table jobs add column unanswered smallint not null default 0;
