"""What prison staff see: requests, alerts, codes; never a person's words."""

from bot.web.prison.routes import ROUTES

__all__ = ["ROUTES"]
