-- Powers of attorney. Several from one person to another are told apart by the number of the paper, and each ends by
-- itself: by its term, by whoever gave it, or with them.
alter table mandates
    add column paper text not null default '',
    drop constraint mandates_representative_id_represented_id_kind_key,
    drop constraint mandates_kind_check,
    drop constraint mandates_bar_check;
alter table mandates
    add unique (representative_id, represented_id, kind, paper),
    add constraint mandates_kind_check
        check (kind in ('parent', 'guardian', 'supporter', 'director', 'attorney')),
    add constraint mandates_bar_check check (
        bar in ('custody_lost', 'joint', 'supports_only', 'company_gone', 'revoked', 'principal_died')),
    add check ((kind = 'attorney') = (paper <> ''));
