"""Every address of this face, with who may use it."""

from __future__ import annotations

from bot.web.access import CLIENT, Route
from bot.web.cell import views_chat, views_help, views_settings, views_sign_in

ROUTES = [
    Route("GET", "/", views_sign_in.sign_in_page, CLIENT, public=True),
    Route("POST", "/", views_sign_in.sign_in, CLIENT, public=True),
    Route("GET", "/secret", views_sign_in.secret_page, CLIENT),
    Route("POST", "/secret", views_sign_in.set_secret, CLIENT),
    Route("POST", "/sign-out", views_sign_in.leave, CLIENT),
    Route("GET", "/idle", views_sign_in.idle_page, CLIENT, public=True),
    Route("GET", "/alive", views_sign_in.alive, CLIENT),
    Route("POST", "/language", views_settings.change_language, CLIENT, public=True),
    Route("POST", "/text-size", views_settings.change_text_size, CLIENT, public=True),
    Route("GET", "/help", views_help.help_page, CLIENT, public=True),
    Route("POST", "/help-now", views_help.help_now, CLIENT),
    Route("GET", "/crisis", views_help.crisis_page, CLIENT),
    Route("POST", "/crisis", views_help.go_on, CLIENT),
    Route("GET", "/chat", views_chat.read_chat, CLIENT),
    Route("POST", "/chat", views_chat.write_chat, CLIENT),
    Route("GET", "/chat/all", views_chat.read_all, CLIENT),
]
