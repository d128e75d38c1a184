"""The page of the advice read back as data, so that it can be held against the JSON of the same answers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Node", "advice_of", "parse"]

_VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


@dataclass(slots=True)
class Node:
    """An element: its tag, attributes, and what it holds."""

    tag: str
    attributes: dict[str, str]
    parts: list[Node | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All that it says, with single spaces."""
        return re.sub(r"\s+", " ", "".join(self._said())).strip()

    @property
    def own_text(self) -> str:
        """The same without what stands in small print about sources, rank or emphasis."""
        left = Node(self.tag, {}, [p for p in self.parts if isinstance(p, str) or p.tag not in ("span", "strong", "b")])
        return left.text

    def all(self, tag: str = "", **wanted: str) -> list[Node]:
        """Every element below it of that tag, class (``of``) or other attribute."""
        return [one for one in self.walk() if one.is_like(tag, wanted)]

    def one(self, tag: str = "", **wanted: str) -> Node:
        """The one element that is so."""
        (found,) = self.all(tag, **wanted)
        return found

    def is_like(self, tag: str, wanted: dict[str, str]) -> bool:
        """Whether it has this tag and these attributes."""
        if tag and self.tag != tag:
            return False
        for name, value in wanted.items():
            if name == "of":
                if value not in self.attributes.get("class", "").split():
                    return False
            elif self.attributes.get(name) != value:
                return False
        return True

    def walk(self) -> Iterator[Node]:
        """Every element below it, as it stands on the page."""
        for part in self.parts:
            if isinstance(part, Node):
                yield part
                yield from part.walk()

    def _said(self) -> Iterator[str]:
        for part in self.parts:
            if isinstance(part, str):
                yield part
            else:
                yield from part._said()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.whole = Node("", {})
        self.open = [self.whole]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].parts.append(node)
        if tag not in _VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].parts.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> ends <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].parts.append(data)


def parse(html: str) -> Node:
    """A page as a tree. Fails where elements are not closed in the order they were opened."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert len(reader.open) == 1, [node.tag for node in reader.open]
    return reader.whole


def advice_of(html: str) -> dict[str, object]:
    """What the page of the advice says, under the names of the JSON where it has them."""
    main = parse(html).one("main")
    return {
        "urgent": [one.own_text for one in main.all("p", of="urgent")],
        "suggestions": _cards(main, "suggestions"),
        "beyond_budget": _cards(main, "beyond"),
        "not_recommended": [
            {"treatment": row.attributes["id"].removeprefix("t-"), "reasons": _reasons(row)}
            for part in main.all("section", id="against")
            for row in part.all("article")
        ],
        "not_applicable": [
            one.attributes["id"].removeprefix("t-") for part in main.all("ul", of="uncalled") for one in part.all("li")
        ],
        "plans": {
            kind.one("h3").attributes["id"].removeprefix("k-"): {
                link.attributes["href"].removeprefix("#t-"): tier.one("h4").text
                for tier in kind.all("div", of="tier")
                for link in tier.all("a")
            }
            for kind in main.all("section", of="kind")
        },
        "notes": [
            one.own_text
            for where in ("first", "notes")
            for part in main.all("section", id=where)
            for one in part.all("li")
            if _rests(one)
        ],
    }


def _cards(main: Node, name: str) -> list[dict[str, object]]:
    return [_card(card) for part in main.all("section", id=name) for card in part.all("article", of="card")]


def _card(card: Node) -> dict[str, object]:
    return {
        "treatment": card.attributes["id"].removeprefix("t-"),
        "name": card.one("h3").own_text,
        "rank": int(card.one("span", of="rank").text),
        "for": [
            (fit.one("span", of="kind").text, fit.one("span", of="grade").attributes["data-grade"])
            for fit in card.one("ul", of="fits").all("li")
        ],
        "reasons": _reasons(card),
        "would_need": [one.own_text for one in card.all("p", of="need")],
        "warnings": [_warning(one) for part in card.all("ul", of="warnings") for one in part.all("li")],
    }


def _warning(item: Node) -> dict[str, object]:
    stressed = bool(item.all("strong", of="note"))
    words = [strong.text for strong in item.all("strong") if not strong.is_like("", {"of": "note"})]
    return {"severity": " ".join(words).removesuffix(":"), "text": item.own_text, "stressed": stressed}


def _reasons(part: Node) -> list[str]:
    return [item.own_text for item in part.one("ul", of="reasons").all("li")]


def _rests(item: Node) -> bool:
    return bool(item.all("span", of="rests"))
