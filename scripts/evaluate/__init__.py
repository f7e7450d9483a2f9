"""How well messages are understood, on lines that nobody trained on: `make evaluate`."""
