"""The supervisor with real, small processes."""

import asyncio
import os
import signal
from dataclasses import replace

import pytest

from bot.supervise.watch import CannotStart, Supervisor
from tests.unit.supervise.watched import HURRY, is_running, until


async def test_a_part_that_dies_is_started_again(watched):
    async with watched.supervised(watched.part()):
        os.kill(watched.starts[0], signal.SIGKILL)
        await until(lambda: "small answers again" in watched.lines)

    assert len(watched.starts) == 2
    said = [line for line in watched.lines if "starting it again" in line]
    assert said == ["small ended (signal 9); starting it again in 0.05 s"]


async def test_the_pause_grows_while_a_part_keeps_dying(watched):
    async with watched.supervised(watched.part()):
        for n in range(1, 5):
            os.kill(watched.starts[-1], signal.SIGKILL)
            await until(lambda n=n: len(watched.starts) == n + 1)

    pauses = [line.rsplit(" in ")[1] for line in watched.lines if "starting it again" in line]
    assert pauses[:4] == ["0.05 s", "0.1 s", "0.2 s", "0.2 s"]


async def test_stopping_leaves_no_process(watched):
    async with watched.supervised(watched.part("grandchild")):
        grandchild = int((watched.folder / "grandchild").read_text())
        assert is_running(watched.starts[0])
        assert is_running(grandchild)

    assert not is_running(watched.starts[0])
    assert not is_running(grandchild)


async def test_a_part_that_ignores_the_request_to_end_is_ended(watched):
    async with watched.supervised(watched.part("deaf")):
        pass

    assert not is_running(watched.starts[0])


async def test_what_a_dead_part_had_started_is_ended_too(watched):
    async with watched.supervised(watched.part("grandchild")):
        grandchild = int((watched.folder / "grandchild").read_text())
        os.kill(watched.starts[0], signal.SIGKILL)
        await until(lambda: not is_running(grandchild))


async def test_a_part_that_hangs_is_started_again(watched):
    async with watched.supervised(watched.part()):
        watched.set_status("hang")
        await until(lambda: any("missed 3 health checks" in line for line in watched.lines))
        watched.set_status("200")
        await until(lambda: "small answers again" in watched.lines)


async def test_a_part_with_bad_health_is_started_again_when_that_helps(watched):
    async with watched.supervised(watched.part(restart_when_not_ready=True)):
        watched.set_status("503")
        await until(lambda: any("missed 3 health checks" in line for line in watched.lines))


async def test_a_part_that_only_waits_for_another_is_left_alone(watched):
    async with watched.supervised(watched.part()):
        watched.set_status("503")
        await asyncio.sleep(HURRY.health_every * HURRY.misses * 3)

    assert len(watched.starts) == 1


async def test_a_part_that_never_comes_up_is_given_up(watched):
    with pytest.raises(CannotStart, match="small does not start: it ended 3 times"):
        async with asyncio.timeout(10):
            await Supervisor([watched.part("die")], watched.lines.append, HURRY).run(pytest.fail)

    assert len(watched.starts) == 3
    assert "small | cannot go on" in watched.lines


async def test_a_part_that_never_answers_is_given_up_and_ended(watched):
    watched.set_status("503")
    with pytest.raises(CannotStart, match="small did not answer within 1 s"):
        await Supervisor([watched.part()], watched.lines.append, replace(HURRY, start=1)).run(
            pytest.fail
        )

    assert not is_running(watched.starts[0])


async def test_a_part_whose_check_refuses_is_not_started(watched):
    def refuse() -> None:
        raise CannotStart("the model is not the recorded one")

    with pytest.raises(CannotStart, match="not the recorded one"):
        await Supervisor([watched.part(check=refuse)], watched.lines.append).run(pytest.fail)

    assert watched.starts == []


async def test_the_check_is_asked_again_before_a_restart(watched):
    refused = False

    def check() -> None:
        if refused:
            raise CannotStart("the model was changed")

    async with watched.supervised(watched.part(check=check)) as supervisor:
        refused = True
        os.kill(watched.starts[0], signal.SIGKILL)
        with pytest.raises(CannotStart, match="the model was changed"):
            await supervisor

    assert len(watched.starts) == 1


async def test_a_program_that_is_missing_is_said_in_one_line(watched):
    part = replace(watched.part(), argv=("no-such-program",))
    with pytest.raises(CannotStart, match=r"small does not start: .*no-such-program"):
        await Supervisor([part], watched.lines.append, HURRY).run(pytest.fail)
