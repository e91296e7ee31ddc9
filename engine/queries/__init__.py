"""What pages show: one module per subject, each filling the views of `views`.

A query sees what row-level security shows its actor. Reading a person's case is itself recorded.
"""
