"""A server does without the libraries of training, and says so where one is needed."""

import os
import subprocess
import sys

SCRIPT = """
import sys, warnings
warnings.simplefilter("ignore")
from bot.rasa_components.slim_imports import Empty, NotHere, leave_out
leave_out()
import rasa.core.agent, rasa.core.run, tensorflow as tf
from tensorflow.keras.layers import Layer
assert tf is sys.modules["tensorflow"] and Layer is Empty and tf.function(len) is len
assert "numpy" in sys.modules and not hasattr(tf, "__version__")
assert not [name for name in sys.modules if name.startswith("tensorflow.python.pywrap")]
from rasa.utils.tensorflow.layers import SparseDropout
try:
    SparseDropout(rate=0.1)
except NotHere:
    print("as it should be")
"""


def test_rasa_starts_without_them_and_nothing_pretends_to_work():
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SCRIPT],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "RASA_TELEMETRY_ENABLED": "false"},
    )
    assert done.stdout.strip() == "as it should be", done.stderr[-2000:]
