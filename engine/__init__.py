"""The workflow engine: commands in, events out. It knows no web framework."""
