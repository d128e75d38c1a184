"""What the server makes of requests that no page of ours would send: a clear page, the right status, an empty log."""

from __future__ import annotations

import asyncio
import itertools
import re
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING
from unittest.mock import Mock, call
from urllib.parse import urlencode

import pytest
import uvicorn
from uvicorn.server import ServerState

from advisor.render.handout import Handout
from advisor.web.app import application
from advisor.web.guard import Guard, Hosts
from advisor.web.pages import Pages
from advisor.web.serving import HeaderTimeoutProtocol
from tests.conftest import PLANTS
from tests.web.browsing import PLANT_PAGES as PAGES
from tests.web.browsing import PLANT_PERSON as PERSON
from tests.web.reading import advice_of, parse
from tests.web.serving import Answer, Server, fields_of, post, run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from advisor.engine.consultation import Consultation

PLAIN = "application/x-www-form-urlencoded"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ALWAYS = {
    "cache-control": "no-store",
    "content-security-policy": POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
HERE = fields_of(PERSON)


@pytest.fixture(scope="module")
def own() -> Iterator[Server]:
    """A server of its own for these tests, which has said nothing but where it is when they are over."""
    with Server(rules=PLANTS) as running:
        yield running
        assert quiet(running)


def quiet(server: Server) -> bool:
    """Whether it wrote nothing but its three lines when it started."""
    lines = server.output.splitlines()
    return len(lines) == 3 and lines[2].endswith("Ctrl-C ends it.")


def refused(reply: Answer, status: int, *words: str) -> None:
    """The reply is a page that says what is wrong, with every header of ours."""
    assert reply.status == status, reply
    clear(reply)
    said = parse(reply.html).one("main").text
    assert all(word in said for word in words), said
    assert "Traceback" not in reply.html


def clear(reply: Answer, policy: str = POLICY) -> None:
    """A whole page with every header of ours, with no script and no style of its own."""
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert {name: reply.headers.get(name) for name in ALWAYS} == {**ALWAYS, "content-security-policy": policy}
    assert "server" not in reply.headers
    page = parse(reply.html)
    assert page.one("h1").text and page.one("title").text
    assert not [script for script in page.all("script") if script.attributes.get("src") != "/static/page.js"]
    assert not [
        one for one in page.walk() if "style" in one.attributes or any(n.startswith("on") for n in one.attributes)
    ]


def raw(server: Server, request: bytes, *, more: bytes = b"") -> Answer:
    """What comes back to bytes sent as they are, and to ``more`` once the server says that it waits for them."""
    with socket.create_connection((server.host, server.port), timeout=60) as connection:
        connection.sendall(request)
        if more:
            assert connection.recv(65536).startswith(b"HTTP/1.1 100 ")
            connection.sendall(more)
        reply = b""
        with suppress(ConnectionResetError):  # when more was sent than was read
            while got := connection.recv(65536):
                reply += got
    if not reply:
        return Answer(0, {}, "")
    head, _, body = reply.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Answer(int(first.split()[1]), headers, body.decode("utf-8", "replace"))


def test_every_page_has_every_header_and_nothing_in_line(own: Server) -> None:
    for name, (address, fields) in PAGES.items():
        reply = own.get(address) if address == "/" else own.post(address, fields)
        if (
            name == "hand-out"
        ):  # can be saved as one file: its one style sheet, and no other, is let through by its hash
            assert re.search(r"style-src 'self' 'sha256-[\w+/]{43}='; script-src 'self';", own_policy(reply))
            assert reply.html.count("<style>") == 1 and "<script" not in reply.html
        else:
            clear(reply)
            assert "<style" not in reply.html


def own_policy(reply: Answer) -> str:
    return reply.headers["content-security-policy"]


def test_what_is_no_page_is_guarded_too(own: Server) -> None:
    for name, kind in (("page.css", "text/css"), ("page.js", "javascript"), ("icon.svg", "image/svg+xml")):
        reply = own.get(f"/static/{name}")
        assert reply.status == 200 and kind in reply.headers["content-type"]
        assert {name: reply.headers.get(name) for name in ALWAYS} == ALWAYS


@pytest.mark.parametrize(
    "host",
    [
        "attacker.example:{port}",
        "attacker.example",
        "127.0.0.1.attacker.example:{port}",
        "localhost.attacker.example:{port}",
        "127.0.0.1:1",
        "127.0.0.1",
        "localhost",
        "127.0.0.2:{port}",
        "192.168.0.7:{port}",
        "[::2]:{port}",
        "127.0.0.1:{port}:80",
        "127.0.0.1:{port}@attacker.example",
        "attacker.example#127.0.0.1:{port}",
        "",
        ":{port}",
        "127.0.0.1:٣",
        "2130706433:{port}",
    ],
)
def test_hosts_that_are_not_ours(own: Server, host: str) -> None:
    named = host.format(port=own.port)
    if not named.isascii():
        named = named.encode().decode("latin-1")
    refused(own.get("/", host=named), 421, "not served under that name", "the terminal shows")
    refused(
        own.post("/advice", HERE, host=named, origin=f"http://{named}".encode("latin-1", "replace").decode("latin-1")),
        421,
    )


@pytest.mark.parametrize(
    "host", ["127.0.0.1:{port}", "localhost:{port}", "LOCALHOST:{port}", "[::1]:{port}", "localhost.:{port}"]
)
def test_hosts_that_are_ours(own: Server, host: str) -> None:
    named = host.format(port=own.port)
    assert own.get("/", host=named).status == 200
    assert own.post("/advice", HERE, host=named, origin=f"http://{named}").status == 200
    if named != f"127.0.0.1:{own.port}":  # each is an origin of its own
        refused(own.post("/advice", HERE, host=named, origin=own.origin), 403)


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_no_host_at_all(own: Server, version: str) -> None:
    reply = raw(own, f"GET / HTTP/{version}\r\n\r\n".encode())
    assert reply.status == (421 if version == "1.0" else 400)


def test_two_hosts(own: Server) -> None:
    ours = f"host: 127.0.0.1:{own.port}\r\n"
    assert raw(own, f"GET / HTTP/1.1\r\n{ours}host: attacker.example\r\n\r\n".encode()).status == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": None},
        {"origin": "null"},
        {"origin": ""},
        {"origin": "http://attacker.example"},
        {"origin": "http://127.0.0.1:1"},
        {"origin": "http://127.0.0.1"},
        {"origin": "https://127.0.0.1:{port}"},
        {"origin": "http://localhost:{port}"},
        {"origin": "http://127.0.0.1:{port}/"},
        {"origin": "http://127.0.0.1:{port} http://attacker.example"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": "none"},
    ],
    ids=str,
)
def test_forms_that_came_from_elsewhere(own: Server, headers: dict[str, str | None]) -> None:
    told = {name: value and value.format(port=own.port) for name, value in headers.items()}
    refused(own.post("/advice", HERE, **told), 403, "did not come from one of our own pages")
    assert "Less water" not in own.post("/advice", HERE, **told).html


def test_a_browsers_own_word_for_our_pages_is_taken(own: Server) -> None:
    assert own.post("/advice", HERE, sec_fetch_site="same-origin").status == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "FOO"])
def test_other_methods(own: Server, method: str) -> None:
    refused(own.get("/advice", method), 405, "not something this page does")


@pytest.mark.parametrize("address", sorted({address for address, _ in PAGES.values()} - {"/"}))
def test_addresses_that_only_take_forms(own: Server, address: str) -> None:
    refused(own.get(address), 405, "There are no answers here", "kept nowhere else")


def test_only_the_head(own: Server) -> None:
    reply = own.get("/", "HEAD")
    assert (reply.status, reply.html) == (200, "")
    assert {name: reply.headers.get(name) for name in ALWAYS} == ALWAYS


@pytest.mark.parametrize(
    "kind", [None, "", "text/plain", "application/json", "multipart/form-data; boundary=x", f"{PLAIN}x", "x-" + PLAIN]
)
def test_other_kinds_of_content(own: Server, kind: str | None) -> None:
    refused(own.post("/advice", HERE, content_type=kind), 415, "Only our own forms")


@pytest.mark.parametrize("kind", [PLAIN.upper(), f"{PLAIN}; charset=utf-8"])
def test_a_form_said_otherwise(own: Server, kind: str) -> None:
    assert own.post("/advice", HERE, content_type=kind).status == 200


@pytest.mark.parametrize("size", ["70000", "99999999", "9" * 30])
def test_a_body_that_says_it_is_too_large(own: Server, size: str) -> None:
    head = f"POST /advice HTTP/1.1\r\nhost: 127.0.0.1:{own.port}\r\norigin: {own.origin}\r\ncontent-type: {PLAIN}\r\n"
    reply = raw(own, f"{head}content-length: {size}\r\n\r\na=".encode())
    assert reply.status == (413 if len(size) < 21 else 400)
    if reply.status == 413:
        refused(reply, 413, "too large", "64 KiB")


def test_a_body_that_is_too_large_and_does_not_say_so(own: Server) -> None:
    head = f"POST /advice HTTP/1.1\r\nhost: 127.0.0.1:{own.port}\r\norigin: {own.origin}\r\ncontent-type: {PLAIN}\r\n"
    chunk = b"2000\r\n" + b"a" * 0x2000 + b"\r\n"
    refused(raw(own, head.encode() + b"transfer-encoding: chunked\r\n\r\n" + 9 * chunk), 413, "too large")


def test_a_form_in_pieces(own: Server) -> None:
    body = "&".join(f"{name}={value}" for name, value in HERE).encode()
    head = f"POST /advice HTTP/1.1\r\nhost: 127.0.0.1:{own.port}\r\norigin: {own.origin}\r\ncontent-type: {PLAIN}\r\n"
    pieces = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:9], body[9:40], body[40:])) + b"0\r\n\r\n"
    whole = head.encode() + b"transfer-encoding: chunked\r\nexpect: 100-continue\r\nconnection: close\r\n\r\n"
    assert raw(own, whole, more=pieces).status == 200


def test_a_body_that_never_ends() -> None:
    async def app(*_: object) -> None:
        raise AssertionError("half a form was passed on")

    pages = Guard(
        app, Hosts("localhost", "127.0.0.1", 80), lambda error: " ".join((error.title, *error.lines)), seconds=0
    )
    reply = run(post(pages, "/advice", [b"a.spending=so"], ends=False))
    assert (reply.status, reply.html) == (408, "The form did not arrive in time Please send it once more.")


def test_two_origins_are_none_of_ours(own: Server) -> None:
    body = b"a.spending=some"
    head = f"POST /review HTTP/1.1\r\nhost: 127.0.0.1:{own.port}\r\norigin: http://attacker.example\r\n"
    more = f"origin: {own.origin}\r\ncontent-type: {PLAIN}\r\ncontent-length: {len(body)}\r\n\r\n"
    refused(raw(own, f"{head}{more}".encode() + body), 403)


def test_hand_outs_are_made_one_after_the_other(
    plant_consultation: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    under_way, most, may_end = 0, 0, threading.Event()

    def slow(_self: Handout) -> bytes:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        assert may_end.wait(60)
        under_way -= 1
        return b"%PDF-"

    monkeypatch.setattr(Handout, "pdf", slow)
    app = application(plant_consultation, (), Hosts("localhost", "127.0.0.1", 80))

    async def eight_at_once() -> tuple[list[Answer], list[Answer]]:
        asking = [asyncio.create_task(post(app, "/handout.pdf", [urlencode(HERE).encode()])) for _ in range(8)]
        late = [await one for one in itertools.islice(asyncio.as_completed(asking), 4)]  # before any is made
        may_end.set()
        return late, [reply for reply in await asyncio.gather(*asking) if reply not in late]

    late, made = run(eight_at_once())
    assert most == 1
    assert [(reply.status, reply.headers["content-type"]) for reply in made] == [(200, "application/pdf")] * 4
    for reply in late:
        refused(reply, 503, "Other hand-outs are being made")


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nhost: 127"], ids=["nothing", "half a head"])
def test_a_head_that_never_ends(sent: bytes) -> None:
    class Hurried(HeaderTimeoutProtocol):
        seconds = 0.02

    async def app(_scope: object, _receive: object, _send: object) -> None:
        raise AssertionError("half a head was passed on")

    async def closed() -> bytes:
        config = uvicorn.Config(app, lifespan="off", log_level="critical")
        config.load()
        listening = await asyncio.get_running_loop().create_server(
            lambda: Hurried(config, ServerState(), {}), "127.0.0.1", 0
        )
        async with listening:
            reading, writing = await asyncio.open_connection(*listening.sockets[0].getsockname())
            writing.write(sent)
            try:
                return await asyncio.wait_for(reading.read(), 60)
            finally:
                writing.close()

    assert run(closed()) == b""


def test_a_head_has_ten_seconds_and_an_answer_as_long_as_it_takes() -> None:
    """Counted by a loop that the test drives."""
    loop, transport = Mock(), Mock()
    transport.is_closing.return_value = False
    loop.create_task.side_effect = lambda answering, **_: answering.close() or Mock()
    config = uvicorn.Config(Mock(side_effect=TypeError), lifespan="off", log_level="critical")
    config.load()
    protocol = HeaderTimeoutProtocol(config, ServerState(), {}, _loop=loop)
    protocol.connection_made(transport)
    timer = loop.call_later.return_value
    assert loop.call_later.call_args_list == [call(10.0, transport.close)]
    protocol.data_received(b"GET / HTTP/1.1\r\nhost: 127")
    assert not timer.cancel.called
    protocol.data_received(b".0.0.1\r\n\r\n")
    assert timer.cancel.called


def test_whoever_goes_away_half_way_leaves_nothing(own: Server) -> None:
    head = f"POST /advice HTTP/1.1\r\nhost: 127.0.0.1:{own.port}\r\norigin: {own.origin}\r\ncontent-type: {PLAIN}\r\n"
    for request in (b"", b"GET", head.encode(), f"{head}content-length: 500\r\n\r\na.spending=so".encode()):
        with socket.create_connection((own.host, own.port)) as connection:
            connection.sendall(request)
    for _ in range(3):  # asks for a page and does not wait for it
        with socket.create_connection((own.host, own.port)) as connection:
            connection.sendall(f"GET / HTTP/1.1\r\nhost: 127.0.0.1:{own.port}\r\n\r\n".encode())
    assert own.get("/").status == 200


@pytest.mark.parametrize(
    "request_line",
    [b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", b"nonsense\r\n\r\n", b"GET " + b"/" * 40000 + b" HTTP/1.1\r\n\r\n"],
    ids=["TLS", "nonsense", "a long address"],
)
def test_what_is_not_http(own: Server, request_line: bytes) -> None:
    assert raw(own, request_line).status in (0, 400)
    assert own.get("/").status == 200


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        (b"a.spending", 400, "cannot be read"),
        (b"a.spending=some&&&", 400, "cannot be read"),
        (b"\xff\xfe=\x00", 400, "cannot be read"),
        (b"a.spending=%zz", 400, "no option"),
        (b"a.spending=%ff%fe", 400, "no option"),
        (b"a.spending=%00", 400, "no option"),
        (b"a.%F0%9F%98%80=x", 400, "no question"),
        (b"=", 400, "no field"),
        (b"a.=x", 400, "no question"),
        (b"a=x", 400, "no field"),
        (b"&".join([b"v=no_blade"] * 1001), 400, "cannot be read"),
        (b"&".join([b"z=1"] * 900), 400, "no field"),
        (b"a.spending=" + b"x" * 60000, 400, "no option"),
        (b"zz=1", 400, "no field"),
        (b"a.spednign=some", 400, "spending"),
        (b"a.spending=som", 400, "Did you mean `some`?"),
        (b"a.spending=some&a.spending=none", 400, "spending"),
        (b"w.spending=som", 400, "some"),
        (b"b.spending=som", 400, "some"),
        (b"i.animals=some", 400, "no option"),
        (b"i.spending=some", 400, "no question"),
        (b"v=fame", 400, "no value"),
        (b"c=snake_oil", 400, "no option to compare"),
        (b"example=Somebody", 400, "no example"),
        (b"a.troubles=%3Cscript%3Ealert(1)%3C/script%3E", 400, "<script>"),
    ],
)
def test_forms_that_cannot_be_right(own: Server, body: bytes, status: int, words: str) -> None:
    for address in ("/advice", "/question", "/what-if"):
        reply = own.post(address, body)
        refused(reply, status)
        assert words.lower() in parse(reply.html).one("main").text.lower(), parse(reply.html).one("main").text
        assert "<script>alert" not in reply.html


@pytest.mark.parametrize(
    ("address", "fields", "status", "words"),
    [
        ("/treatment", [*HERE, ("treatment", "snake_oil")], 400, "no such option"),
        ("/treatment", HERE, 400, "no such option"),
        ("/question", [("to", "shoe_size")], 400, "no such question"),
        ("/question", [("at", "shoe_size"), ("go", "next")], 400, "no such question"),
        ("/identify", [("at", "shoe_size")], 400, "no such question"),
        ("/identify", [("set", "freckle")], 400, "none of the kinds"),
        ("/what-if", [*HERE, ("set", "shoe_size=9")], 400, "no such question"),
        ("/what-if", [*HERE, ("set", "spending=9")], 400, "no answer to a question"),
        ("/what-if", [*HERE, ("set", "spending")], 400, "no answer to a question"),
    ],
)
def test_commands_that_cannot_be_met(
    own: Server, address: str, fields: list[tuple[str, str]], status: int, words: str
) -> None:
    reply = own.post(address, fields)
    assert reply.status == status, parse(reply.html).one("main").text
    assert words in parse(reply.html).one("main").text
    clear(reply)


def test_none_and_some_at_once(own: Server) -> None:
    both = [("a.troubles", "lice"), ("a.troubles", "-")]
    reply = own.post("/question", [*both, ("at", "troubles"), ("go", "next")])
    assert reply.status == 422 and "not both" in reply.html
    reply = own.post("/all", [*both, ("go", "advice")])
    assert reply.status == 422 and "not both" in reply.html


@pytest.mark.parametrize("address", ["/advice", "/what-if", "/undo", "/compare", "/handout"])
def test_answers_that_are_missing_are_asked_for(own: Server, address: str) -> None:
    reply = own.post(address, [("a.troubles", "yellow_leaves"), ("a.brown_spread", "most")])
    assert reply.status == 200
    assert parse(reply.html).one("h1").text == "How many leaves are yellow?"
    assert "No longer asked, so dropped: brown spread" in reply.html


@pytest.mark.parametrize(
    "address",
    [
        "/nowhere",
        "/static/",
        "/static/nothing.css",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static/....//app.py",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/..%5capp.py",
        "/static/page.css%00.html",
        "/static/" + "a" * 3000,
        "/%ff%fe",
        "//attacker.example/",
        "/advice/",
        "/.git/config",
    ],
)
def test_addresses_that_are_not_there(own: Server, address: str) -> None:
    reply = own.get(address)
    assert "import" not in reply.html and "root:" not in reply.html
    refused(reply, 404, "no such page")


def test_people_at_once_do_not_mix(own: Server) -> None:
    everyone = [
        {**PERSON, "yellow_spread": spread, "watering": watering, "spending": spending}
        for spread in ("few", "most")
        for watering in ("often", "seldom", "not_sure")
        for spending in ("none", "some")
    ]
    alone = [own.post("/advice", fields_of(person)).html for person in everyone]
    assert len(set(map(str, map(advice_of, alone)))) > 5
    order = [number % len(everyone) for number in range(72)]
    with ThreadPoolExecutor(12) as pool:
        together = list(pool.map(lambda number: own.post("/advice", fields_of(everyone[number])).html, order))
    assert together == [alone[number] for number in order]


def test_the_answers_stand_in_no_address_and_nowhere_in_the_browser(page: Page, server: Server) -> None:
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.goto(server.address)
    page.get_by_role("button", name="Mostly yellow, watered often, no money").click()
    page.locator("#w-spending").select_option("some")
    page.locator("#moved").wait_for()
    page.get_by_role("button", name="Why, and more about Less water").click()
    page.get_by_role("button", name="Back to the options").click()
    assert {url.removeprefix(server.origin) for url in asked} == {
        *("/", "/advice", "/what-if", "/treatment", "/static/page.css", "/static/page.js", "/static/icon.svg")
    }
    assert page.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert page.evaluate("indexedDB.databases().then((found) => found.length)") == 0


def test_another_page_can_neither_frame_it_nor_send_it_forms(browser: Browser, server: Server) -> None:
    context = browser.new_context()
    try:
        elsewhere = context.new_page()
        form = (
            f"<form method=post action={server.origin}/advice><input name=a.spending value=flexible><button>Go</button>"
        )
        elsewhere.set_content(f"<iframe src={server.address}></iframe>{form}</form>")
        assert elsewhere.frames[1].locator("h1", has_text="advisor").count() == 0
        with elsewhere.expect_navigation():
            elsewhere.get_by_role("button").click()
        assert "did not come from one of our own pages" in elsewhere.locator("h1").inner_text()
    finally:
        context.close()


def test_a_mistake_of_ours_is_a_page_and_logs_nothing_of_a_person(
    plant_consultation: Consultation, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_self: Pages, state: object) -> str:
        raise RuntimeError(f"cannot show {state}")

    monkeypatch.setattr(Pages, "review", broken)
    app = application(plant_consultation, (), Hosts("localhost", "127.0.0.1", 80))
    refused(run(post(app, "/review", [urlencode(HERE).encode()])), 500, "wrong on our side", "Nothing was kept")
    (line,) = caplog.messages
    assert re.fullmatch(r"our mistake: RuntimeError at \S*test_guard.py:\d+", line)
