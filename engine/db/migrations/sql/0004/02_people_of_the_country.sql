-- A right may hold for the whole country, such as that to publish services.
alter table role_grants alter column municipality_id drop not null;
