"""A notice by e-mail: that something new waits in Reitti, and nothing else."""

from __future__ import annotations

from email.message import EmailMessage

import aiosmtplib

from bot.casework.outbox import Delivery, Destination
from bot.casework.services.sending import Ended
from bot.content import Texts
from bot.settings import Settings

SECONDS = 20.0


def notice(settings: Settings, texts: Texts, delivery: Delivery, to: Destination) -> EmailMessage:
    """The whole message; it is the same for everything that can wait."""
    message = EmailMessage()
    message["From"] = settings.smtp_from
    message["To"] = ", ".join(to.addresses)
    message["Subject"] = texts.say(to.lang, "notice.subject")
    message["Message-ID"] = f"<{delivery.id}@{settings.smtp_from.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(texts.say(to.lang, "notice.text"))
    return message


async def mail(
    settings: Settings, texts: Texts, delivery: Delivery, destination: Destination
) -> Ended:
    """Send it once. It is tried again only when it is certain that it did not leave."""
    return await send_message(settings, notice(settings, texts, delivery, destination))


async def send_message(settings: Settings, message: EmailMessage) -> Ended:
    """Hand one message to the mail server, and say how that ended."""
    if not settings.smtp_host:
        return Ended("off")
    try:
        password = _password(settings)
        refused, _ = await aiosmtplib.send(
            message,
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            username=settings.smtp_user or None,
            password=password,
            use_tls=settings.smtp_tls == "tls",
            start_tls=settings.smtp_tls == "starttls",
            timeout=SECONDS,
        )
    except (aiosmtplib.SMTPReadTimeoutError, aiosmtplib.SMTPServerDisconnected):
        # It may have been taken: nobody is told the same thing twice.
        return Ended("unsure")
    except aiosmtplib.SMTPRecipientsRefused as error:
        return Ended("refused", again=all(each.code < 500 for each in error.recipients))
    except aiosmtplib.SMTPResponseException as error:
        return Ended(f"status:{error.code}", again=error.code < 500)
    except (aiosmtplib.SMTPException, OSError):
        return Ended("away", again=True)
    return Ended() if not refused else Ended("some_refused")


def _password(settings: Settings) -> str | None:
    if settings.smtp_password_file is None:
        return None
    return settings.smtp_password_file.read_text("utf-8").strip()
