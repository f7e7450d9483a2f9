"""Tests that take too long for every run: each has a make target of its own."""
