"""Doors, keys, traces: what a prison, a county and a data protection officer ask about."""
