"""Training happens when its inputs changed, once, and says what went wrong."""

import asyncio
import os
import stat
import sys

import pytest

from bot.supervise.model import ModelRefused, read_record
from bot.supervise.train import ensure_model
from bot.supervise.watch import CannotStart

# Stands in for the Python of Rasa's environment: notes the call, writes a "model".
TRAINER = f"""#!{sys.executable}
import pathlib, sys, time
args = sys.argv
with open("calls", "a") as calls:
    print(*args[1:], file=calls)
if pathlib.Path("config.yml").read_text() == "broken":
    print("YamlSyntaxException: line 3")
    sys.exit(1)
time.sleep(0.3)
out, name = args[args.index("--out") + 1], args[args.index("--fixed-model-name") + 1]
pathlib.Path(out, name + ".tar.gz").write_text("weights of " + name)
"""


class Checkout:
    def __init__(self, root):
        self.root, self.models, self.lines = root, root / "models", []
        self.trainer = root / "python"
        self.trainer.write_text(TRAINER)
        self.trainer.chmod(self.trainer.stat().st_mode | stat.S_IXUSR)
        (root / "data" / "nlu").mkdir(parents=True)
        self.set_config("first")

    def set_config(self, text):
        (self.root / "config.yml").write_text(text)

    @property
    def calls(self):
        calls = self.root / "calls"
        return calls.read_text().splitlines() if calls.exists() else []

    async def ensure(self):
        return await ensure_model(
            self.root, self.models, self.trainer, dict(os.environ), self.lines.append
        )


@pytest.fixture
def checkout(tmp_path):
    return Checkout(tmp_path)


async def test_a_new_checkout_is_trained(checkout):
    record = await checkout.ensure()
    assert read_record(checkout.models) == record
    assert len(checkout.calls) == 1
    assert "--data data/nlu --out" in checkout.calls[0]


async def test_nothing_is_trained_again_while_nothing_changed(checkout):
    first = await checkout.ensure()
    assert await checkout.ensure() == first
    assert len(checkout.calls) == 1


async def test_changed_inputs_are_trained_again(checkout):
    first = await checkout.ensure()
    checkout.set_config("second")
    second = await checkout.ensure()
    assert second.model != first.model
    assert len(checkout.calls) == 2


async def test_a_model_that_is_gone_is_trained_again(checkout):
    first = await checkout.ensure()
    (checkout.models / first.model).unlink()
    assert await checkout.ensure() == first
    assert len(checkout.calls) == 2


async def test_two_instances_that_start_together_train_once(checkout):
    first, second = await asyncio.gather(checkout.ensure(), checkout.ensure())
    assert first == second
    assert len(checkout.calls) == 1
    assert "Waiting: another instance is training the model" in checkout.lines


async def test_a_changed_model_is_refused_and_not_trained_over(checkout):
    record = await checkout.ensure()
    (checkout.models / record.model).write_text("somebody else's weights")
    with pytest.raises(ModelRefused):
        await checkout.ensure()
    assert len(checkout.calls) == 1


async def test_failed_training_shows_why_and_keeps_the_old_record(checkout):
    first = await checkout.ensure()
    checkout.set_config("broken")
    with pytest.raises(CannotStart, match="exit code 1"):
        await checkout.ensure()
    assert "train | YamlSyntaxException: line 3" in checkout.lines
    assert read_record(checkout.models) == first
