"""The names of the database roles of an installation.

What each of them may do is said once, in `engine/db/sql`; docs/decisions/0127 says why there are four.
"""

from __future__ import annotations

from typing import Final

# The superuser of the embedded cluster, named in the time when it owned everything.
ADMINISTRATOR: Final = "mms_owner"
# Owns the schema and everything in it; with it one migrates, and reads every row. No superuser.
OWNER: Final = "mms_schema"
# What web, workers and timers connect as. Owns nothing and may do nothing but become the next one.
LOGIN: Final = "mms_login"
# Has the rights that migrations give. Nobody connects as it; one for all installations of a server.
RUNTIME: Final = "mms_app"
