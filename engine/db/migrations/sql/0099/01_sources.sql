-- What single cells of a service rest on, where that is not the source of the whole entry.
alter table partner_services add column sources jsonb not null default '{}';
