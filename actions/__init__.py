"""Rasa's custom actions: each reads the tracker, calls one casework service, answers."""
