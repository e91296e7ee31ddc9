"""The schema as SQL: tables and policies as the first revision makes them, functions as they are now.

`tables/` and `policies/` have one file for each subject. They are the beginning, which later revisions
change: once released, nobody edits them. `functions/` has one file for each function, which is edited where
it is; `mms migrate` applies it (`engine/db/functions.py`).
"""
