"""Breaks things while people are interviewed by program, and looks what was lost.

`python -m tests.chaos` (`make chaos`): faults drawn from a printed seed. What is planned (who
says what, which fault, when, for how long) is the same for the same seed; how the processes of
a machine take turns is not.
"""
