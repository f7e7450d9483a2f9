"""The staff's pages in a real browser."""
