"""Demonstration parts: invented people, a simulator of state registers, a mailbox.

Everything here stands in for what other bodies run. No package of ours imports it: the programs
run as processes of their own, the people are read as data.
"""
