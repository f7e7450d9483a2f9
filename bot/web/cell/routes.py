"""Every address of this face, with who may use it."""

from __future__ import annotations

from bot.web.access import CLIENT, Route
from bot.web.cell import (
    views_after,
    views_chat,
    views_help,
    views_list,
    views_meetings,
    views_settings,
    views_sign_in,
    views_summary,
)

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
    Route("POST", "/draft", views_chat.keep_draft, CLIENT),
    Route("GET", "/chat/all", views_chat.read_all, CLIENT),
    Route("GET", "/summary", views_summary.review_page, CLIENT),
    Route("POST", "/summary", views_summary.review, CLIENT),
    Route("GET", "/summary/correct/{part}", views_summary.correct_page, CLIENT),
    Route("POST", "/summary/correct/{part}", views_summary.correct, CLIENT),
    Route("GET", "/summary/send", views_summary.leaving_page, CLIENT),
    Route("POST", "/summary/send", views_summary.send_summary, CLIENT),
    Route("GET", "/sent", views_after.sent_page, CLIENT),
    Route("POST", "/sent", views_after.write_to_worker, CLIENT),
    Route("POST", "/sent/county", views_after.answer_county, CLIENT),
    Route("GET", "/list", views_list.list_page, CLIENT),
    Route("POST", "/list", views_list.say_help, CLIENT),
    Route("GET", "/access-log", views_after.access_log_page, CLIENT),
    Route("GET", "/erase", views_after.erase_page, CLIENT),
    Route("POST", "/erase", views_after.erase_everything, CLIENT),
    Route("GET", "/meetings", views_meetings.meetings_page, CLIENT),
    Route("POST", "/meetings", views_meetings.wish_meeting, CLIENT),
    Route("POST", "/meetings/{id}/choose", views_meetings.choose_time, CLIENT),
    Route("POST", "/meetings/{id}/confirm", views_meetings.say_yes, CLIENT),
    Route("POST", "/meetings/{id}/cancel", views_meetings.call_off, CLIENT),
]
