"""Words to people: the text of a letter and its way by e-mail.

Which letter is due, and the proof of its delivery, belong to the case.

To add a channel for notices and letters beside e-mail and SMS: `engine/notifications/channels.py` (`Way`);
the kind of contact it needs (`engine/identity/contact_address.py`, `CHANNELS` in
`engine/handlers/channels.py`), a connector, who sends by it (`engine/jobs/copies.py`) and codes by it
(`engine/jobs/codes.py`); a migration for the checks of `contacts.kind`, `notification_choices.channel` and
`letters.copied_by`; words in `engine/texts/<language>/contacts.json` and `web/texts/<language>/account.json`;
a simulator in `demo/`. `make check`, `tests/structure/test_channels.py`.
"""
