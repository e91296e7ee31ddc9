"""Ad hoc tasks: questions on a case that no diagram foresees, to a colleague or an office.

Whoever works on the case asks, with a last day; a colleague by name, or whoever holds an office, answers in
writing, and meanwhile sees the case although no step of theirs is in it (`engine/cases/sight.py`). The case
does not move by it, and its applicant reads neither. Opinions that law demands are steps of the diagram
(`bpmn/shared/opinion`).

To change who may be asked: `rules.check_asked`. `tests/adhoc`.
"""
