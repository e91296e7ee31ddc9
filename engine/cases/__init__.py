"""What a case goes through: how it begins, what its steps wait for, who finishes them, what stops them.

`engine/steps.py` moves it.
"""
