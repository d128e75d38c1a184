"""The command `advisor present`: what it says, what it binds to, how it fails and how it ends."""

from __future__ import annotations

import http.client
import shutil
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import PLANTS
from tests.web.serving import Server

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("plant_rules")


def present(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command, run until it ends by itself."""
    command = [sys.executable, "-m", "advisor", "present", "--no-open", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_it_says_where_it_is_and_who_can_reach_it() -> None:
    with Server() as running:
        first, second, third = running.output.splitlines()
        assert first == f"House plant advisor 0.1 is open at http://127.0.0.1:{running.port}/"
        assert second == "Only this computer can reach it."
        assert third == "Nothing is stored and nothing is sent anywhere. Ctrl-C ends it."


def test_it_listens_on_loopback_only() -> None:
    with Server() as running, socket.socket() as other:
        other.settimeout(2)
        address = socket.gethostbyname(socket.gethostname())
        if address.startswith("127."):
            pytest.skip("this computer has no other address to try")
        with pytest.raises(OSError, match=r"refused|timed out"):
            other.connect((address, running.port))


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_quietly(how: signal.Signals) -> None:
    with Server() as running:
        assert running.get("/").status == 200
        kept = http.client.HTTPConnection(running.host, running.port)  # a browser that keeps its line open
        kept.request("GET", "/")
        kept.getresponse().read()
        running.process.send_signal(how)
        code = running.process.wait(30)
        kept.close()
        assert code == (0 if how == signal.SIGINT else -signal.SIGTERM)
        lines = running.output.splitlines()
        assert lines[3:] == (["Closed."] if how == signal.SIGINT else [])


def test_a_port_in_use() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = present("--port", str(port))
    assert ended.returncode == 2
    said = f"port {port} at 127.0.0.1 cannot be used (address already in use); `--port 0` takes one that is free"
    assert said in " ".join(ended.stderr.split())
    assert ended.stdout == "" and "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--host", "nowhere.invalid"), "`nowhere.invalid` is no address of this computer"),
        (
            ("--host", "203.0.113.1", "--port", "0"),
            "`203.0.113.1` is no address of this computer; without --host it is 127.0.0.1",
        ),
        (("--host", "a" * 300), "is no address of this computer"),
        (("--host", "é..x"), "`é..x` is no address of this computer"),
        (("--port", "70000"), "70000"),
        (("--port", "-1"), "-1"),
        (("--port", "eighty"), "eighty"),
    ],
)
def test_an_address_that_cannot_be_had(arguments: tuple[str, ...], words: str) -> None:
    ended = present(*arguments)
    assert ended.returncode == 2
    assert words in " ".join(ended.stderr.split())
    assert ended.stdout == "" and "Traceback" not in ended.stderr


@pytest.mark.parametrize("host", ["LOCALHOST", "127.1", "localhost"])
def test_whatever_it_is_called_this_computer_is_this_computer(host: str) -> None:
    with Server("--host", host) as running:
        assert "Only this computer can reach it." in running.output
        assert "On this computer only." in running.get("/").html


@pytest.mark.parametrize("host", ["0.0.0.0", "0"])
def test_bound_to_every_address_it_warns(host: str) -> None:
    with Server("--host", host) as running:
        assert "OTHER COMPUTERS IN THE NETWORK CAN REACH IT" in running.output
        assert running.address == f"http://127.0.0.1:{running.port}/"
        assert running.get("/", host=f"192.168.0.7:{running.port}").status == 200  # any address in digits is no name
        assert running.get("/", host=f"attacker.example:{running.port}").status == 421


def test_on_ipv6() -> None:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        pytest.skip("this computer has no IPv6")
    with Server("--host", "::1") as running:
        assert running.address == f"http://[::1]:{running.port}/"
        assert running.get("/", host=f"[::1]:{running.port}").status == 200


def test_broken_rules_are_findings(tmp_path: Path) -> None:
    shutil.copytree(PLANTS, tmp_path / "rules")
    broken = tmp_path / "rules" / "treatments" / "less_water.yaml"
    broken.write_text(broken.read_text().replace("named_for", "named_four"))
    ended = present("--port", "0", "--rules", str(tmp_path / "rules"))
    assert ended.returncode == 1
    assert "named_four" in ended.stdout + ended.stderr and "less_water.yaml" in ended.stdout + ended.stderr
    assert "Traceback" not in ended.stderr and "is open at" not in ended.stdout


def test_broken_example_people_are_findings(tmp_path: Path) -> None:
    shutil.copytree(PLANTS, tmp_path / "rules")
    broken = tmp_path / "rules" / "cases" / "plants.yaml"
    broken.write_text(broken.read_text().replace("seldom", "seldim"))
    ended = present("--port", "0", "--rules", str(tmp_path / "rules"))
    assert ended.returncode == 1
    assert "seldim" in ended.stdout + ended.stderr and "Traceback" not in ended.stderr


def test_it_keeps_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    with Server() as running:
        running.post("/advice", [("a.troubles", "lice")])
        running.post("/handout", [("a.troubles", "lice")])
    assert list(tmp_path.iterdir()) == []
