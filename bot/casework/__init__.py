"""The casework of release: pure Python, knows neither Rasa, the web nor a database."""
