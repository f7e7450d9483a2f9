"""Dates, times and meeting wishes in Finnish, Swedish and English, read and said.

Pure Python that imports nothing else of the project: it runs beside Rasa and beside the
web application.
"""

from bot.dates.reading import DateReading, read_date

__all__ = ["DateReading", "read_date"]
