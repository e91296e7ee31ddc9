"""What a case goes through: how it begins, what its steps wait for, who finishes them, their incidents.

`engine/steps.py` moves it.
"""
