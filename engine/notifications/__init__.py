"""Words to people: the text of a letter and its way by e-mail.

Which letter is due, and the proof of its delivery, belong to the case.

To change the text of an SMS, mail or notice to an applicant: `contacts.<what>` in
`engine/texts/<language>/contacts.json`, for each of `contacts.copy` (a letter), `notice.<kind>`,
`joint_notice.<kind>`, `tracking` (the code of a guest), `appointment.<kind>`; what fills them:
`engine/jobs/{mail,applicant_notices,director_notices,codes}.py`, `engine/centers/jobs.py`.

To add a channel for notices and letters beside e-mail and SMS: `engine/notifications/channels.py` (`Way`);
the kind of contact it needs (`engine/identity/contact_address.py`, `CHANNELS` in
`engine/handlers/channels.py`), a connector, who sends by it (`engine/jobs/copies.py`) and codes by it
(`engine/jobs/codes.py`); a migration for the checks of `contacts.kind`, `notification_choices.channel` and
`letters.copied_by`; words in `engine/texts/<language>/contacts.json` and `web/texts/<language>/account.json`;
a simulator in `demo/`. `make check`, `tests/structure/test_channels.py`.
"""
