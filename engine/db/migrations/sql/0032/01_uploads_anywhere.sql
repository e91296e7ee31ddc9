-- A file is sent for a form; which municipality gets it shows when the form is filed.
alter table uploads alter column municipality_id drop not null;
