"""Who can read a summary is who the person ticks: no role more, no tick that nobody can use."""

from bot.casework.actor import Role
from bot.casework.summary import RECEIVER, Review
from bot.web.api import routes as api
from bot.web.leader import routes as leader
from bot.web.prison import routes as prison
from bot.web.socialwork import routes as desk


def test_the_roles_that_reach_a_referral_are_the_receivers_that_a_person_ticks():
    everywhere = [*api.ROUTES, *desk.ROUTES, *leader.ROUTES, *prison.ROUTES]
    reading = [route for route in everywhere if "/referrals/{id}" in route.path]
    assert reading
    assert {role for route in reading for role in route.roles} == {Role.SOCIAL_WORKER}
    assert Role.SOCIAL_WORKER.value == RECEIVER


def test_a_receiver_whom_the_person_never_saw_has_no_tick():
    review = Review(consent={"housing": {RECEIVER: True}})
    assert review.ticked("housing")
    assert not review.ticked("housing", "another_receiver")
    assert not review.ticked("money")
