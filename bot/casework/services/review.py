"""The review: the person sees everything collected, ticks, corrects, leaves out, and sends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.casework.actor import client_actor
from bot.casework.clocks import next_due
from bot.casework.context import Context
from bot.casework.errors import NotFound, WrongState
from bot.casework.intake_state import SENT, IntakeState, Stage, new_state
from bot.casework.journal import entry
from bot.casework.people import Client, Message
from bot.casework.ports import UnitOfWork
from bot.casework.referral import REFERRAL_MOVES, Referral, ReferralEvent, ReferralState
from bot.casework.referral import ReferralVerb as Verb
from bot.casework.services.announcing import announce
from bot.casework.services.danger_watch import watch_words
from bot.casework.services.forwarding import forward_proposed, leave_county
from bot.casework.services.notices import something_waits
from bot.casework.services.referral_object import Json, referral_object
from bot.casework.services.referral_scope import store
from bot.casework.services.replies import load_state
from bot.casework.services.review_changes import apply_changes
from bot.casework.services.talking import come_back
from bot.casework.services.withdrawing import describe, plain, withdraw
from bot.casework.summary import (
    RECEIVER,
    Content,
    Review,
    Told,
    anything_ticked,
    collect,
    share,
)
from bot.casework.thread import Say


@dataclass(frozen=True)
class Sent:
    """What was sent; ``is_new`` is False when nothing had changed since the last time."""

    id: str
    content_version: int
    is_new: bool = True


@dataclass(frozen=True)
class _Case:
    """Everything that a review looks at."""

    client: Client
    state: IntakeState
    told: list[Told]
    review: Review

    def content(self, context: Context, review: Review | None = None) -> Content:
        return collect(self.state, self.told, review or self.review, context.interview)


def told(messages: Iterable[Message]) -> list[Told]:
    """The person's own messages of a thread, with what understanding made of them."""
    out = []
    for message in messages:
        if message.sender != "client":
            continue
        body: Mapping[str, Any] = message.body
        out.append(
            Told(
                message_id=message.id,
                text=body.get("text") or "",
                at=message.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
                role=body.get("role") or "side",
                areas=tuple(body.get("areas") or ()),
                question=body.get("question"),
                paper=bool(body.get("paper")),
            )
        )
    return out


def summary(uow: UnitOfWork, context: Context, client_id: str) -> Json:
    """Everything collected, as the referral object, with the person's ticks.

    What is left out stands in ``left_out``. The urgency on top is that of what
    is ticked; while nothing is ticked, of everything.
    """
    case = _case(uow, client_id, context)
    content = case.content(context)
    referral = _continued(uow, case.client)
    shown = referral_object(context, case.client, referral, content)
    if anything_ticked(case.review, content):
        leaving = share(content, case.review)
        shown["urgency"] = referral_object(context, case.client, referral, leaving)["urgency"]
    shown["receivers"] = [
        {
            "id": RECEIVER,
            "label_key": f"receiver.{RECEIVER}",
            "params": {"county": case.client.county},
        }
    ]
    parts = dict.fromkeys([*content.parts(), *case.review.consent])
    shown["consent"] = {part: {RECEIVER: case.review.ticked(part)} for part in parts}
    shown["left_out"] = _left_out(context, case)
    # Which ticks the words need: a statement leaves only if all its areas are ticked.
    shown["areas_of"] = {told.message_id: list(told.areas) for told in case.told if told.areas}
    # The county that can still read what was sent, until the person sends to the other one.
    shown["asked_anew"] = _county_left(uow, case.client)
    # Another county that a worker proposes; the person answers with referrals.answer_forward.
    shown["forward_to"] = forward_proposed(uow, referral) if referral else None
    return shown


def what_leaves(uow: UnitOfWork, context: Context, client_id: str) -> Json:
    """The referral object exactly as the social worker would read it, if it were sent now."""
    case = _case(uow, client_id, context)
    leaving = share(case.content(context), case.review)
    return referral_object(context, case.client, _continued(uow, case.client), leaving)


def change(
    uow: UnitOfWork,
    context: Context,
    client_id: str,
    consent: Mapping[str, Mapping[str, bool]] | None = None,
    items: Mapping[str, Mapping[str, Any]] | None = None,
) -> Json:
    """Ticks and corrections; what is not named stays. Raises BadInput for what is unknown."""
    case = _case(uow, client_id, context)
    everything = case.content(context, replace(case.review, left_out=set(), edited={}))
    given = apply_changes(case.review, everything, context.interview, consent or {}, items or {})
    now = context.clock.now()
    for part, receiver, value in given:
        uow.reviews.note_consent(client_id, part, receiver, value, now)
    uow.reviews.put(client_id, case.review, now)
    if any(not value for _, _, value in given):
        withdraw(uow, context, case.client, case.review)
    watch_words(uow, context, client_id, *(wish.get("text") for wish in (items or {}).values()))
    return summary(uow, context, client_id)


def send(uow: UnitOfWork, context: Context, client_id: str) -> Sent:
    """Send what is ticked: a new referral, or a new version of the one that there is.

    Raises WrongState("nothing_ticked") without consent. Sending again with no
    change gives the same version.
    """
    state, revision = load_state(uow, context, client_id)
    case = _case(uow, client_id, context)
    content = case.content(context)
    if not anything_ticked(case.review, content):
        raise WrongState("nothing_ticked")
    leaving = share(content, case.review)
    referral = uow.referrals.of_client(client_id)
    if referral is not None and referral.county != case.client.county:
        # The person has said yes to another county: the old one gets no later version.
        leave_county(uow, context, referral)
        _note(uow, context, referral, Verb.FORWARD)
        referral = None
    if referral is None:
        referral = _first_version(uow, context, case.client, leaving)
        is_new = True
    else:
        is_new = _next_version(uow, context, case.client, referral, leaving)
    if is_new or state.asked != SENT:
        state.stage, state.asked = Stage.SENT, SENT
        uow.intakes.put(client_id, state, revision)
        today = context.today().isoformat()
        announce(uow, context, client_id, Say("say.sent", {"date": today}))
    return Sent(referral.id, referral.content_version, is_new)


def _continued(uow: UnitOfWork, client: Client) -> Referral | None:
    """The referral that the next sending continues; another county begins a new one."""
    referral = uow.referrals.of_client(client.id)
    if referral is None or referral.county != client.county:
        return None
    return referral


def _county_left(uow: UnitOfWork, client: Client) -> str | None:
    referral = uow.referrals.of_client(client.id)
    return referral.county if referral and referral.county != client.county else None


def _case(uow: UnitOfWork, client_id: str, context: Context) -> _Case:
    client = uow.clients.get(client_id)
    if client is None or client.erased_at is not None:
        raise NotFound("not_found")
    known = uow.intakes.get(client_id)
    state = known[0] if known is not None else new_state(context.interview)
    messages = told(uow.threads.everything(client_id))
    return _Case(client, state, messages, _review_for(uow, client))


def _review_for(uow: UnitOfWork, client: Client) -> Review:
    """What the person decided, with the ticks that they gave to this county: another one asks
    anew, and nothing is ticked for it beforehand."""
    review, referral = uow.reviews.get(client.id), uow.referrals.of_client(client.id)
    ticked_for = review.county or (referral.county if referral is not None else client.county)
    return replace(
        review,
        consent=review.consent if ticked_for == client.county else {},
        county=client.county,
    )


def _left_out(context: Context, case: _Case) -> list[Json]:
    """The items that the person has left out, to show and to take back."""
    everything = case.content(context, replace(case.review, left_out=set()))
    found: dict[str, Json] = {}
    for need in everything.needs:
        for item in [*need["statements"], *need["answers"]]:
            found.setdefault(item["id"], {**item, "area": need["area"]})
    for item in [*everything.other_statements, *everything.not_understood]:
        found.setdefault(item["id"], {"area": None, **item})
    for items in everything.general.values():
        for item in items:
            found.setdefault(item["id"], {**item, "area": None})
    keep = ("id", "area", "question", "text", "choice", "message_id", "said_at", "edited")
    return [
        {key: item[key] for key in keep if key in item}
        for item_id, item in found.items()
        if item_id in case.review.left_out
    ]


def _first_version(uow: UnitOfWork, context: Context, client: Client, content: Content) -> Referral:
    now = context.clock.now()
    referral = Referral(
        id=context.ids.new(),
        client_id=client.id,
        county=client.county,
        prison=client.prison,
        state=ReferralState.NEW,
        received_at=now,
        content_version=1,
        release_date=client.release_date,
        release_certain=client.release_date is not None,
        lang=client.lang,
    )
    describe(referral, context, client, content)
    referral.due_on = next_due(referral, context.targets_of(referral.county))
    uow.referrals.add(referral)
    uow.referrals.add_version(referral.id, 1, content, now)
    _note(uow, context, referral, Verb.SEND)
    return referral


def _next_version(
    uow: UnitOfWork, context: Context, client: Client, referral: Referral, content: Content
) -> bool:
    now = context.clock.now()
    before = uow.referrals.version(referral.id, referral.content_version)
    same = before is not None and plain(before[0]) == plain(content)
    state_before = referral.state
    closed = state_before is ReferralState.CLOSED
    if same and not closed:
        return False
    referral.state = REFERRAL_MOVES.move(referral.state, Verb.SEND, client_actor(client.id).role)
    if closed:
        referral.received_at = now
    come_back(context, referral, state_before)
    if not same:
        referral.content_version += 1
    describe(referral, context, client, content)
    # First, for it is here that whoever sends at the same moment is turned away.
    store(uow, context, referral)
    if not same:
        uow.referrals.add_version(referral.id, referral.content_version, content, now)
    _note(uow, context, referral, Verb.SEND)
    return True


def _note(uow: UnitOfWork, context: Context, referral: Referral, verb: Verb) -> None:
    now, person = context.clock.now(), client_actor(referral.client_id)
    uow.referrals.add_event(ReferralEvent(referral.id, verb, person.id, person.role, now))
    uow.trail.add(entry(now, person, verb, "referral", referral.id, referral.client_id))
    something_waits(uow, context, referral.county)
