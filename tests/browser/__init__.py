"""The three faces in a real Chromium."""
