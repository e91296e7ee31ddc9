-- A guest comes back to their case with its code and a one-time code to the address they confirmed before filing.
alter table one_time_codes drop constraint one_time_codes_purpose_check,
    add check (purpose in ('sign_in', 'bind', 'guest', 'return'));
