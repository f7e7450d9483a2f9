"""What stock Rasa makes of the same lines: `python -m scripts.evaluate.stock`."""
