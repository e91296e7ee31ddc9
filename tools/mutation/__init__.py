"""Services changed on purpose, one place at a time, to see whether validation or a scenario notices.

A mutant is a file of `bpmn/` with one change that alters what a case comes to: the result of a rule, a
condition, a boundary. What validation refuses, or what makes a scenario fail that takes the place, is proven;
what survives shows that a scenario is missing, or is a change of no consequence, which `survivors.json` of
the catalogue explains. Each kind of file has its operator (`tables`); `expressions` serves whatever holds
FEEL.
"""
