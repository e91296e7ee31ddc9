-- A proposal of bank details that nobody will approve is declined, with the reason.
alter table municipality_settings drop constraint municipality_settings_name_check;
alter table municipality_settings add constraint municipality_settings_name_check
    check (name in ('letterhead', 'rollout', 'languages', 'court', 'hours', 'bank_details_proposed',
        'bank_details_declined', 'bank_details'));
