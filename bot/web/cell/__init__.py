"""What the person in the cell sees."""

from bot.web.cell.routes import ROUTES

__all__ = ["ROUTES"]
