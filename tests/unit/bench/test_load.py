import aiohttp
import pytest

from bench.load import Outcome, run_load
from bench.ours import Cell
from bench.script import steps
from bench.stock_side import Sender, questions
from tests.unit.bench.fake_sides import FakeReitti, FakeStock


@pytest.fixture
async def http():
    jar = aiohttp.DummyCookieJar()
    async with aiohttp.ClientSession(cookie_jar=jar) as session:
        yield session


@pytest.fixture
def drive(aiohttp_server, http):
    async def run(service, people=1, each=1):
        server = await aiohttp_server(service.app())
        base = str(server.make_url("")).rstrip("/")
        groups = []
        for place in range(people):
            group = []
            for number in range(each):
                if isinstance(service, FakeStock):
                    group.append(Sender(http, base, questions()))
                else:
                    group.append(Cell(http, base))
                    await group[-1].sign_in(f"code-{place}-{number}")
            groups.append(group)
        return await run_load(groups, service.script)

    return run


@pytest.mark.parametrize("service", [FakeReitti, FakeStock])
async def test_every_right_turn_counts(drive, service):
    outcome = await drive(service(), people=3, each=2)
    assert not outcome.failures
    assert outcome.finished == 6
    assert len(outcome.latencies) == 6 * 16
    assert outcome.throughput == pytest.approx(96 / outcome.seconds)


@pytest.mark.parametrize("service", [FakeReitti, FakeStock])
async def test_so_many_persons_are_served_at_once_and_no_more(drive, service):
    fake = service()
    await drive(fake, people=5, each=2)
    assert fake.most == 5


@pytest.mark.parametrize("service", [FakeReitti, FakeStock])
async def test_a_wrong_question_is_a_failure_and_ends_the_interview(drive, service):
    first = steps("ours" if service is FakeReitti else "stock")[0].next
    outcome = await drive(service(wrong={4: first}))
    assert len(outcome.latencies) == 3
    assert outcome.finished == 0
    (what,) = outcome.failures
    assert what.startswith("turn 4") and f"asked {first}" in what


@pytest.mark.parametrize("service", [FakeReitti, FakeStock])
async def test_an_error_is_a_failure_and_says_which(drive, service):
    outcome = await drive(service(wrong={2: "broken"}), people=3)
    assert outcome.failures == {"turn 2 (opening): status 500": 3}


async def test_a_message_that_is_only_stored_is_no_answer(drive):
    outcome = await drive(FakeReitti(wrong={2: "stored"}))
    assert outcome.failures == {"turn 2 (opening): stored, not answered": 1}


async def test_a_service_that_is_gone_is_a_failure(http):
    outcome = await run_load([[Sender(http, "http://127.0.0.1:1", {})]], steps("stock"))
    assert sum(outcome.failures.values()) == 1
    assert not outcome.latencies


def test_the_95th_percentile_is_what_one_turn_in_twenty_exceeds():
    outcome = Outcome(1, latencies=[n / 1000 for n in range(100, 0, -1)])
    assert outcome.percentile(0.95) == pytest.approx(95)
    assert outcome.percentile(0.5) == pytest.approx(50)
    assert Outcome(1).percentile(0.95) is None
