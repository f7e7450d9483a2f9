"""What is ours inside Rasa: its door, its memory and its understanding.

Runs in Rasa's own environment. Besides Rasa it may import `bot.safety` and
`bot.dates` (pure Python), and nothing of casework, persistence or web.
"""
