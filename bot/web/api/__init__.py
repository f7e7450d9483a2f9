"""The JSON API, version 1 (contract section 3)."""

from bot.web.api.routes import ROUTES

__all__ = ["ROUTES"]
