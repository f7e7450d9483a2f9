"""Every address of this face, with who may use it."""

from __future__ import annotations

from bot.web.access import NOBODY_SIGNED_IN, SOCIAL_WORKER, STAFF, Route
from bot.web.socialwork import (
    views_account,
    views_calendar,
    views_copy,
    views_handover,
    views_letter,
    views_meetings,
    views_network,
    views_oidc,
    views_paper,
    views_queue,
    views_referral,
    views_sign_in,
)

_REFERRAL = "/desk/referrals/{id}"
_MEETING = "/desk/meetings/{id}"

ROUTES: list[Route] = [
    Route("GET", "/staff", views_sign_in.home, STAFF, public=True),
    Route("POST", "/staff", views_sign_in.enter, STAFF, public=True),
    Route("POST", "/staff/language", views_sign_in.language, STAFF, public=True),
    Route("POST", "/staff/sign-out", views_sign_in.leave, STAFF, public=True),
    Route("GET", "/staff/alive", views_sign_in.alive, STAFF),
    Route("GET", "/staff/oidc", views_oidc.go, STAFF, public=True),
    Route("GET", views_oidc.BACK, views_oidc.back, STAFF, public=True),
    Route("GET", "/staff/account", views_account.show, STAFF),
    Route("POST", "/staff/account/end", views_account.end, STAFF),
    Route("POST", "/staff/account/password", views_account.change_password, STAFF),
    Route("GET", "/desk", views_queue.show, SOCIAL_WORKER),
    Route("POST", "/desk/views", views_queue.keep, SOCIAL_WORKER),
    Route("POST", "/desk/views/{id}/drop", views_queue.drop, SOCIAL_WORKER),
    Route("GET", _REFERRAL, views_referral.show, SOCIAL_WORKER),
    *(
        Route("POST", f"{_REFERRAL}/{verb}", views_referral.act(verb), SOCIAL_WORKER)
        for verb in views_referral.ACTS
    ),
    Route("GET", f"{_REFERRAL}/presence", views_referral.presence, SOCIAL_WORKER),
    Route("GET", f"{_REFERRAL}/copy", views_copy.show, SOCIAL_WORKER),
    Route("GET", f"{_REFERRAL}/letter", views_letter.blank, SOCIAL_WORKER),
    Route("POST", f"{_REFERRAL}/letter", views_letter.show, SOCIAL_WORKER),
    Route("POST", f"{_REFERRAL}/meetings", views_meetings.begin, SOCIAL_WORKER),
    Route("GET", f"{_REFERRAL}/handover", views_handover.show, SOCIAL_WORKER),
    Route("POST", f"{_REFERRAL}/handover", views_handover.send, SOCIAL_WORKER),
    Route("GET", f"{_REFERRAL}/network", views_network.show, SOCIAL_WORKER),
    *(
        Route("POST", f"{_REFERRAL}/network/{name}", views_network.act(name), SOCIAL_WORKER)
        for name in views_network.ACTS
    ),
    Route("GET", "/desk/paper", views_paper.blank, SOCIAL_WORKER),
    Route("POST", "/desk/paper", views_paper.take, SOCIAL_WORKER),
    Route("GET", "/desk/paper/questions", views_paper.questions, SOCIAL_WORKER),
    Route("GET", "/desk/calendar", views_calendar.show, SOCIAL_WORKER),
    Route("POST", "/desk/calendar", views_calendar.make, SOCIAL_WORKER),
    Route("POST", "/desk/calendar/end", views_calendar.end, SOCIAL_WORKER),
    Route("POST", "/desk/calendar/away", views_calendar.away, SOCIAL_WORKER),
    Route("POST", "/desk/calendar/there", views_calendar.there, SOCIAL_WORKER),
    Route("GET", f"{_MEETING}/calendar", views_calendar.one, SOCIAL_WORKER),
    Route("GET", "/desk/meetings", views_meetings.listing, SOCIAL_WORKER),
    Route("GET", _MEETING, views_meetings.show, SOCIAL_WORKER),
    Route("POST", f"{_MEETING}/offer", views_meetings.offer, SOCIAL_WORKER),
    Route("POST", f"{_MEETING}/cancel", views_meetings.cancel, SOCIAL_WORKER),
]

# A calendar program has no session: the token in the address is what lets it in.
FEED = Route("GET", "/calendar/{token}", views_calendar.feed, NOBODY_SIGNED_IN, public=True)
