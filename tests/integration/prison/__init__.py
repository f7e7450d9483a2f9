"""The prison's pages."""
