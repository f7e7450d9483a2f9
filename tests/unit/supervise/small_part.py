"""A part of the service reduced to what the supervisor sees of it.

Run with a folder and a port. In the folder it writes `starts` (one line a start, its
process id) and reads `status`: the HTTP status of its health, or `hang`.
"""

import os
import signal
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

folder, port = Path(sys.argv[1]), int(sys.argv[2])
behaviour = sys.argv[3:]

with (folder / "starts").open("a") as starts:
    starts.write(f"{os.getpid()}\n")
if "deaf" in behaviour:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
if "grandchild" in behaviour:
    grandchild = subprocess.Popen(["sleep", "300"])
    (folder / "grandchild").write_text(str(grandchild.pid))
if "die" in behaviour:
    print("cannot go on", flush=True)
    sys.exit(7)


class Health(BaseHTTPRequestHandler):
    def do_GET(self):
        status = folder / "status"
        said = status.read_text() if status.exists() else "200"
        if said == "hang":
            time.sleep(300)
        self.send_response(int(said))
        self.end_headers()

    def log_message(self, *args):
        pass


print("up", flush=True)
HTTPServer(("127.0.0.1", port), Health).serve_forever()
