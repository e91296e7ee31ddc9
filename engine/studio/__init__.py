"""Service drafts beside their rows: what may be in one, a copy as a new service, its validation.

Refuses to know SQL, pages and people.

To change what a draft of a service may hold: `engine/studio/contents.py`; how it is begun and saved:
`engine/studio/handlers/service_drafts.py` (decision 78); what a new service begins with:
`engine/studio/beginning.py`; who calls a file by its name: `engine/studio/named_files.py` (decision 107).
"""
