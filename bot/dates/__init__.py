"""Dates, times and meeting wishes in Finnish, Swedish and English, read and said.

Pure Python that imports nothing else of the project: it runs beside Rasa and beside the
web application.
"""

from bot.dates.reading import DateReading, read_date
from bot.dates.wishes import Suggestion, Wish, read_wish

__all__ = ["DateReading", "Suggestion", "Wish", "read_date", "read_wish"]
