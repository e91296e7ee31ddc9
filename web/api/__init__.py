"""The API: what the pages of citizens, offices and administrators do, for programs.

Each address asks the queries that pages ask and sends the commands that pages send: there is no second logic.
"""

from web.api import cases, catalogue, description, drafts, files, letters, tasks
from web.api.application import mounted

__all__ = ["cases", "catalogue", "description", "drafts", "files", "letters", "mounted", "tasks"]
