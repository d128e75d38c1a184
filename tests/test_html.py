"""Templates: what is put in is escaped, what is missing fails, and the words of the other renderers are at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from jinja2 import UndefinedError

from advisor.render import html

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of templates of their own for one test."""
    monkeypatch.setattr(html, "_TEMPLATES", tmp_path)
    monkeypatch.setattr(html, "_environment", html._environment.__wrapped__)
    return tmp_path


def test_what_is_put_in_is_escaped(templates: Path) -> None:
    (templates / "one.html").write_text('<p title="{{ said }}">{{ said }}</p>\n')
    said = html.page("one.html", said="<b> & \"'")
    assert said == '<p title="&lt;b&gt; &amp; &#34;&#39;">&lt;b&gt; &amp; &#34;&#39;</p>\n'


def test_a_name_that_is_missing_fails(templates: Path) -> None:
    (templates / "one.html").write_text("{{ said }}")
    with pytest.raises(UndefinedError):
        html.page("one.html", sayd="")


def test_blocks_leave_no_lines_behind(templates: Path) -> None:
    (templates / "one.html").write_text("<ul>\n  {% for one in many %}\n  <li>{{ one }}</li>\n  {% endfor %}\n</ul>\n")
    assert html.page("one.html", many="ab") == "<ul>\n  <li>a</li>\n  <li>b</li>\n</ul>\n"


def test_words_are_those_of_the_other_renderers(templates: Path) -> None:
    text = "{{ 'skin_tone' | topic | capitalised }}, {{ ['a', 'b', 'c'] | joined }}, {{ 'general' | section_heading }}"
    (templates / "one.html").write_text(text + ", {{ 'serious' | severity_word }}, {{ counted(2, 'page') }}")
    assert html.page("one.html") == "Skin tone, a, b and c, Good to know, Serious, 2 pages"
