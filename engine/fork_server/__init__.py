"""The fork server: children with limits that have loaded their modules before they are asked.

For what analysts write and strangers send: a heavy or hostile thing ends its child and nothing else. `ask`
is the side of whoever asks, `__main__` the server, `limits` what a child may use.
"""
