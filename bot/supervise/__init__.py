"""What `make run` starts: every part, kept alive until Ctrl-C, and nothing left behind.

Reads settings, starts processes and asks them over HTTP whether they answer. It knows
nothing of what they do.
"""
