"""What protects people in a conversation: danger words, masks, text clean-up.

Pure Python with PyYAML as the only dependency, and nothing else of the project
is imported: the same room serves the web tier and Rasa, which live in two
environments, and it must go on working when either of them is down.
"""
