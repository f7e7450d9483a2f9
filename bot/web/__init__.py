"""The web tier: pages and JSON API, the only part that a browser reaches."""
