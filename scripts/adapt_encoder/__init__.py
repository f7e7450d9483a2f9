"""Teaches the encoder's last layers what people in cells write about (`make encoder`)."""
