"""One file for each command of ``reitti``."""
