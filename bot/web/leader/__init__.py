"""What a county's leader sees: figures that name nobody."""

from bot.web.leader.routes import ROUTES

__all__ = ["ROUTES"]
