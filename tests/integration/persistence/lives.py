"""A person whose words lie in every place where words can lie."""

import datetime as dt

from bot.casework.intake_state import IntakeState
from bot.casework.outbox import Delivery, DeliveryKind
from bot.casework.people import AccessCode, Alert, HelpReport, Session, SignIn
from bot.casework.prison_rules import WeeklyTime
from bot.casework.referral import ReferralEvent
from bot.casework.summary import Content, Review
from bot.casework.support_network import SupportEvent
from tests.integration.persistence.situations import NOW, TODAY, WORDS, a_meeting, a_referral, after


def live(uow, client="matti", words=WORDS):
    """Everything that a person and those who help them can leave behind."""
    person = uow.clients.get(client)
    prison, county = person.prison, person.county
    r, k = f"r-{client}", f"k-{client}"
    uow.codes.add(
        AccessCode(f"c-{client}", client, prison, f"mark-{client}", "guard", NOW, after(60))
    )
    uow.sign_ins.add(SignIn(client, NOW, "ok"))
    uow.sessions.add(Session(f"s-{client}", "client", client, "csrf", NOW, NOW, "fi"))
    uow.threads.add(client, f"m-{client}", "client", NOW, {"text": words})
    uow.intakes.put(client, IntakeState(check_message=words), 0)
    uow.reviews.put(client, Review(edited={"m1": words}), NOW)
    uow.reviews.note_consent(client, words, "social_worker", True, NOW)
    uow.drafts.keep(client, words, NOW)
    uow.availability.set_weekly(client, [WeeklyTime(0, dt.time(8), dt.time(11), words)])
    uow.help_reports.add(client, HelpReport(words, words, NOW))
    uow.idempotency.put(f"client:{client}", "key", "mark", 200, words, NOW)
    outlook = [{"from": TODAY.isoformat(), "urgency": "urgent", "reasons": [words]}]
    uow.referrals.add(
        a_referral(
            r, client=client, county=county, outlook=outlook, areas=[words], release_date=TODAY
        )
    )
    uow.referrals.add_version(r, 1, Content(no_need=[words]), NOW)
    uow.referrals.add_event(ReferralEvent(r, "note", "w1", "social_worker", NOW, words))
    uow.support.add(
        SupportEvent(r, client, "todo", "w1", "social_worker", NOW, {"id": "t", "what": words})
    )
    uow.outbox.put(
        Delivery(
            f"o-{client}",
            DeliveryKind.HAND_OVER,
            f"m-{client}",
            county,
            "w1",
            NOW,
            NOW,
            r,
            client,
            body={"said": words},
        )
    )
    uow.meetings.add(
        a_meeting(k, after(60), client=client, wish=words, reason_text=words, room=words)
    )
    uow.alerts.add(Alert(f"a-{client}", client, prison, words, NOW))


def tokens_of(client):
    """What must stand nowhere in the clear."""
    return [part.encode() for part in (WORDS, f"Nimi {client}", f"Numero {client}", "Osasto 3")]
