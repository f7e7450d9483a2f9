"""Use cases: what pages, API and actions call, each in one transaction."""
