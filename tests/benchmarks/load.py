"""How many pages of advice a second, and whether memory grows: `python -m tests.benchmarks.load`.

The server runs on one core, wrk on another, with 50 connections that post the answers of every case in turn. Nothing
fails on time. ``--requests N`` says after how many requests memory is read for the last time (100,000).
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from advisor.cases.cases import open_cases
from advisor.loading.loader import load_rules
from tests.web.serving import Server, fields_of

if TYPE_CHECKING:
    from collections.abc import Sequence

RULES = Path(__file__).parent.parent.parent / "rules"
CONNECTIONS = 50
SCRIPT = """local bodies = { %s }
local at = 0
wrk.method = "POST"
wrk.headers["Origin"] = "%s"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
request = function()
  at = at %% #bodies + 1
  return wrk.format(nil, "/advice", nil, bodies[at])
end
done = function(summary, latency, requests)
  local wrong = summary.errors
  io.write(string.format("counted %%d in %%d p50 %%d p99 %%d most %%d errors %%d\\n",
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), latency.max,
    wrong.connect + wrong.read + wrong.write + wrong.status + wrong.timeout))
end
"""


def resident(server: Server) -> float:
    """The memory of the server, in MiB."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found
    return int(found[1]) / 1024


def on_core(core: int) -> list[str]:
    """What to put before a command to keep it on one core."""
    taskset = shutil.which("taskset")
    return [taskset, "-c", str(core)] if taskset else []


def posting(server: Server, script: Path, core: int, seconds: int) -> dict[str, int]:
    """What wrk counted: requests, microseconds, percentiles in microseconds, errors."""
    command = [*on_core(core), "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "30s"]
    ended = subprocess.run([*command, "-s", str(script), server.origin], capture_output=True, text=True, check=False)
    found = re.search(r"counted (\d+) in (\d+) p50 (\d+) p99 (\d+) most (\d+) errors (\d+)", ended.stdout)
    if not found:
        raise SystemExit(f"wrk failed: {ended.stdout}{ended.stderr}")
    names = ("requests", "duration", "p50", "p99", "most", "errors")
    return dict(zip(names, map(int, found.groups()), strict=True))


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the figures; the exit code, 1 where wrk is missing or a request failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000)
    wanted = parser.parse_args(arguments).requests
    if not shutil.which("wrk"):
        print("wrk is not installed; it is a package of that name in Debian and Homebrew", file=sys.stderr)
        return 1
    cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else [0]
    bodies = [urlencode(fields_of(case.answers.given)) for case in open_cases(load_rules(RULES), RULES)]
    with tempfile.TemporaryDirectory() as folder, Server(before=on_core(cores[0])) as server:
        script = Path(folder) / "advice.lua"
        script.write_text(SCRIPT % (", ".join(f'"{body}"' for body in bodies), server.origin))
        before = resident(server)
        posting(server, script, cores[-1], 5)  # until everything is warm
        told = posting(server, script, cores[-1], 30)
        served, errors = told["requests"], told["errors"]
        rate = told["requests"] * 1_000_000 / told["duration"]
        print(f"{len(bodies)} answer sets, {CONNECTIONS} connections, server on one core ({os.uname().machine})")
        print(f"{rate:.0f} pages of advice a second, {errors} errors")
        middle, last, most = (told[name] // 1000 for name in ("p50", "p99", "most"))
        print(f"50th percentile {middle} ms, 99th {last} ms, most {most} ms")
        print(f"memory: {before:.1f} MiB at the start", flush=True)
        for goal in sorted({min(10_000, wanted), wanted}):
            while served < goal:
                told = posting(server, script, cores[-1], max(1, min(60, int((goal - served) / rate) + 1)))
                served, errors = served + told["requests"], errors + told["errors"]
            print(f"memory: {resident(server):.1f} MiB after {served:,} requests, {errors} errors", flush=True)
    return int(errors > 0)


if __name__ == "__main__":
    sys.exit(main())
