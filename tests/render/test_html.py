"""Templates: what is put in is escaped, what is missing fails, and the words of the other renderers are at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from jinja2 import UndefinedError

from advisor.render.html import Templates

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_put_in_is_escaped(tmp_path: Path) -> None:
    (tmp_path / "one.html").write_text('<p title="{{ said }}">{{ said }}</p>\n')
    said = Templates(tmp_path).fill("one.html", said="<b> & \"'")
    assert said == '<p title="&lt;b&gt; &amp; &#34;&#39;">&lt;b&gt; &amp; &#34;&#39;</p>\n'


def test_a_name_that_is_missing_fails(tmp_path: Path) -> None:
    (tmp_path / "one.html").write_text("{{ said }}")
    with pytest.raises(UndefinedError):
        Templates(tmp_path).fill("one.html", sayd="")


def test_blocks_leave_no_lines_behind(tmp_path: Path) -> None:
    (tmp_path / "one.html").write_text("<ul>\n  {% for one in many %}\n  <li>{{ one }}</li>\n  {% endfor %}\n</ul>\n")
    assert Templates(tmp_path).fill("one.html", many="ab") == "<ul>\n  <li>a</li>\n  <li>b</li>\n</ul>\n"


def test_words_are_those_of_the_other_renderers(tmp_path: Path) -> None:
    text = (
        "{{ 'leaf_colour' | topic | capitalised }}, {{ ['a', 'b', 'c'] | joined }}, {{ 'general' | section_heading }}"
    )
    (tmp_path / "one.html").write_text(text + ", {{ 'serious' | severity_word }}, {{ counted(2, 'page') }}")
    assert Templates(tmp_path).fill("one.html") == "Leaf colour, a, b and c, Good to know, Serious, 2 pages"


def test_what_a_fixed_macro_returns_is_made_once_and_escaped(tmp_path: Path) -> None:
    (tmp_path / "fixed.html").write_text("{% macro item(thing) %}<i>{{ thing }}</i>{% endmacro %}")
    (tmp_path / "one.html").write_text("{{ item('<') }}{{ each(item, things) | safe }}")
    templates = Templates(tmp_path, fixed="fixed.html")
    assert templates.fill("one.html", things=["<", "b"]) == "<i>&lt;</i><i>&lt;</i><i>b</i>"
    once = templates.fill("one.html", things=[thing := _Counted("c")])
    assert templates.fill("one.html", things=[thing]) == once
    assert thing.read == 1


class _Counted(str):
    __slots__ = ("read",)
    read: int

    def __new__(cls, text: str) -> _Counted:
        found = super().__new__(cls, text)
        found.read = 0
        return found

    def __str__(self) -> str:
        self.read += 1
        return "c"
