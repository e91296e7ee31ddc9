"""Words to people: the text of a letter and its way by e-mail.

Which letter is due, and the proof of its delivery, belong to the case.
"""
