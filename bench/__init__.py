"""Measures Reitti beside stock Rasa, and how the cost of a turn grows; see README.md."""
