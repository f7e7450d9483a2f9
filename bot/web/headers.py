"""What every answer tells the browser."""

from __future__ import annotations

from aiohttp import web

from bot.web.keys import SETTINGS

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    # Only what our own scripts name may become markup: bot/web/shared/static.
    "require-trusted-types-for 'script'; trusted-types reitti"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not no-referrer: with that a browser sends "Origin: null" with our own forms.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
YEARS = "max-age=63072000; includeSubDomains"


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """A signal and no middleware, so that errors and streams carry them too."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    # A shared machine: nothing of a person stays behind the Back button.
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers["Server"] = "Reitti"
    if request.config_dict[SETTINGS].cookie_secure:
        response.headers.setdefault("Strict-Transport-Security", YEARS)
