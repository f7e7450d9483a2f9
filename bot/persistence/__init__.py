"""Rows of the database <-> casework. Only app.py, wiring.py and the command line import it."""
