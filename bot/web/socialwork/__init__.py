"""The social worker's desk."""

from bot.web.socialwork.routes import ROUTES

__all__ = ["ROUTES"]
