-- How often an act was not signed that the number was reserved for; then another act may bear it. Nobody counted
-- before, so older numbers say 0.
alter table reserved_numbers add column given_up int not null default 0 check (given_up >= 0);
grant update (given_up) on reserved_numbers to mms_app;
