"""The page: its forms as a browser sends them, and requests that are wrong."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.outputs.site import read
from tests.web.serving import Server, fields_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.outputs.site import Output, Site
    from tests.web.serving import Answer

__all__ = ["page"]

NOTHING, NONE = "?nothing", "-"  # in a form: having no treatment, and none of the options
PASSING = {"date", "etag", "last-modified", "content-length"}  # headers that follow the clock or the checkout


def page(site: Site) -> Iterator[Output]:
    """Every page, and every refusal."""
    with Server("--rules", str(site.folder / "rules"), advisor=[site.advisor]) as server:
        for name, address, fields in visits(site):
            yield name, told_by(server.post(address, fields))
        here = fields_of(next(iter(site.people.values())))
        printed = server.post("/handout.pdf", here)
        yield "handout pdf", told_by(replace(printed, html=printed.html[:5]))  # its text belongs to the part `pdf`
        yield from seen(server, site, {})
        yield from refused(server, here)
        for address in ("/", *re.findall(r'"(/static/[^"]+)"', server.get("/").html)):
            yield f"get {address}", told_by(server.get(address))
        yield "server", server.output


def visits(site: Site) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Forms: the name of what comes, where each is sent, and its fields."""
    values, treatments = [("v", value) for value in site.values], site.treatments
    for number, (name, answers) in enumerate(site.people.items()):
        here, other = fields_of(answers), treatments[number % len(treatments)]
        for address in ("/advice", "/review", "/handout", "/all", "/compare"):
            yield f"{name} {address}", address, here
        yield f"{name} values", "/advice", [*here, *values]
        yield f"{name} compared", "/compare", [*here, *values, ("c", NOTHING), ("c", treatments[0]), ("c", other)]
        yield f"{name} example", "/advice", [*here, ("large", "yes"), ("example", name.partition(" ")[2])]
        yield f"{name} explained", "/treatment", [*here, ("treatment", other)]
    for name, answers in site.few.items():
        here = fields_of(answers)
        for one in treatments:
            yield f"{name} explained {one}", "/treatment", [*here, *values, ("treatment", one)]
            yield f"{name} compared {one}", "/compare", [*here, ("c", NOTHING), ("c", one)]
        for question in site.questions:
            asked = question["question"]
            left = fields_of({other: given for other, given in answers.items() if other != asked})
            for go in ("next", "back", "review"):
                yield f"{name} {asked} {go}", "/question", [*here, ("at", asked), ("go", go)]
                yield f"{name} {asked} {go} open", "/question", [*left, ("at", asked), ("go", go)]
            yield f"{name} {asked}", "/question", [*here, ("to", asked)]
            yield f"{name} {asked} open, on one page", "/all", [*left, ("go", "advice")]
            for option in (option["option"] for option in question["options"]):
                changed = [*fields_of({**answers, asked: option}), *fields_of(answers, "b")]
                yield f"{name} {asked} {option} tried", "/what-if", [*here, ("set", f"{asked}={option}")]
                yield f"{name} {asked} {option} kept", "/keep", changed
                yield f"{name} {asked} {option} undone", "/undo", changed
    for address in ("/", "/question", "/all", "/review", "/advice"):
        yield f"nothing answered {address}", address, []


def seen(server: Server, site: Site, given: dict[str, str]) -> Iterator[Output]:
    """The way to a kind by what is seen of one mark: every answer to every question, depth first."""
    options = {one["question"]: one["options"] for one in read(site.folder / "rules/identification.yaml")["questions"]}
    at = next(reversed(given.keys()), "")
    go = [("at", at), ("go", "next")] if given else [("go", "start")]
    reply = server.post("/identify", [*fields_of(given, "i"), *go])
    name = f"seen {' '.join(given.values())}"
    yield name, told_by(reply)
    for kind in re.findall(r'name="set" value="(\w+)"', reply.html):
        yield f"{name} is {kind}", told_by(server.post("/identify", [("set", kind)]))
    if asked := re.search(r'name="at" value="(\w+)"', reply.html):
        left_open = server.post("/identify", [*fields_of(given, "i"), ("at", asked[1]), ("go", "next")])
        yield f"{name} open", told_by(left_open)
        for option in options[asked[1]]:
            yield from seen(server, site, {**given, asked[1]: option})


def refused(server: Server, here: list[tuple[str, str]]) -> Iterator[Output]:
    """What the server says to requests that are wrong."""
    post = server.post
    for number, reply in enumerate((
        server.get("/nowhere"),
        server.get("/advice"),
        server.get("/static/nowhere.css"),
        server.get("/", method="PUT"),
        server.get("/", method="HEAD"),
        server.get("/", host="elsewhere.example"),
        post("/advice", here, origin=None),
        post("/advice", here, content_type="application/json"),
        post("/advice", b"\xff"),
        post("/advice", b"a" * 70_000),
        post("/advice", [*here, ("nonsense", "1")]),
        post("/advice", [("a.budget", "flexibel")]),
        post("/advice", [*here, ("a.scar_types", NONE), ("a.scar_types", "keloid")]),
        post("/question", [("to", "nothing")]),
        post("/treatment", [*here, ("treatment", "nobody")]),
        post("/what-if", [*here, ("set", "budget=none")]),
        post("/identify", [("set", "nothing")]),
    )):  # fmt: skip
        yield f"refused {number:02}", told_by(reply)


def told_by(reply: Answer) -> str:
    """A reply as text."""
    headers = (f"{name}: {value}" for name, value in sorted(reply.headers.items()) if name not in PASSING)
    return "\n".join([str(reply.status), *headers, "", reply.html])
