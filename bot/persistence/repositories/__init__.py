"""Rows <-> records: one file for each file of bot/casework/ports/ (people's are three)."""
