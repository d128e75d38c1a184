"""Bytes into a tree with positions, or into findings."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from advisor.diagnostics.errors import AnswersInvalid, RuleBaseInvalid
from advisor.diagnostics.findings import finding_text, findings_text
from advisor.syntax import textfile
from advisor.syntax import tree as rulefile
from advisor.syntax.textfile import MOST_BYTES
from advisor.syntax.tree import MappingNode, Node, ScalarNode, SequenceNode, read_file, read_text

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(params=["C", "Python"], autouse=True)
def _parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything here holds for PyYAML's C parser and for the one in Python."""
    if request.param == "Python":
        monkeypatch.setattr(rulefile, "_Parser", yaml.BaseLoader)


def plain(node: Node) -> object:
    match node:
        case ScalarNode(text=text):
            return text
        case SequenceNode(items=items):
            return [plain(item) for item in items]
        case MappingNode(entries=entries):
            return {key.text: plain(value) for key, value in entries}


def read(text: str | bytes) -> Node:
    return read_text(text.encode() if isinstance(text, str) else text, "file")


def codes(text: str | bytes) -> list[str]:
    with pytest.raises(RuleBaseInvalid) as caught:
        read(text)
    return [f"{finding.code}:{finding.position or finding.path}" for finding in caught.value.findings]


def test_everything_is_text() -> None:
    text = "a: yes\nb: [no, 12, 1.50, 2021-08-16, null, ~, '']\nc: >-\n  one\n  two\n"
    assert plain(read(text)) == {"a": "yes", "b": ["no", "12", "1.50", "2021-08-16", "null", "~", ""], "c": "one two"}


def test_what_yaml_takes_for_nothing_is_told_from_quoted_text() -> None:
    node = read("[~, '~', null, '', plain, {a: }]")
    assert isinstance(node, SequenceNode)
    assert [item.is_null for item in node.items if isinstance(item, ScalarNode)] == [True, False, True, False, False]


def test_positions() -> None:
    node = read("# c\n- rule: one\n  when: {a: [x, 'yy']}\n  text: |\n    long\n")
    assert isinstance(node, SequenceNode)
    (entry,) = node.items
    assert isinstance(entry, MappingNode)
    places = [(str(key.position), key.position.width) for key, _ in entry.entries]
    assert places == [("file:2:3", 4), ("file:3:3", 4), ("file:4:3", 4)]
    assert (str(entry.position), entry.position.width) == ("file:2:3", 4)
    when = entry.get("when")
    assert isinstance(when, MappingNode)
    values = when.get("a")
    assert isinstance(values, SequenceNode)
    assert (values.position.column, values.position.width) == (13, 9)
    assert [(item.position.column, item.position.width) for item in values.items] == [(14, 1), (17, 4)]


def test_lines_end_as_yaml_ends_them() -> None:
    node = read("a: 1\r\nb: 2\u2028c: 3\rd: 4\n")
    assert isinstance(node, MappingNode)
    assert [key.position.line for key, _ in node.entries] == [1, 2, 3, 4]
    assert node.position.source.lines[2] == "c: 3"


def test_a_byte_order_mark_is_no_text() -> None:
    assert plain(read(b"\xef\xbb\xbfa: b")) == {"a": "b"}


JSON = st.recursive(
    st.text().filter(lambda text: not textfile._UNSEEN_IN_TEXT.search(text)),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text('abc é"\\/😀', min_size=1).filter(lambda key: key != "<<"), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(JSON.filter(lambda value: isinstance(value, (dict, list))), st.sampled_from([None, "\t", 2]), st.booleans())
def test_json_is_read_as_well(value: object, indent: str | int | None, ascii_only: bool) -> None:
    assert plain(read(json.dumps(value, indent=indent, ensure_ascii=ascii_only))) == value


def test_json_keeps_its_places() -> None:
    node = read('{\n\t"a":\t"\\ud83d\\ude00",\n\t"b": "x\\/y"\n}')
    assert isinstance(node, MappingNode)
    assert plain(node) == {"a": "😀", "b": "x/y"}
    assert [str(key.position) for key, _ in node.entries] == ["file:2:2", "file:3:2"]


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ('a: [{b: "c}, {d: "e"}]\nf: g\n', "1:9", "a quote is not closed where its text ends"),
        ('a:\n  b: "c d\n  e: f\ng:\n  h: "i"\n', "2:6", "a quote is not closed where its text ends"),
        ("a:\n  b: 'c d\n  e: it's\n", "2:6", "a quote is not closed where its text ends"),
        ('a: "b\nc: d\n', "1:4", "a quote is not closed where its text ends"),
        ("- {a: b c: [[1, 2]]}\n", "1:9", "a comma or a closing `}` is missing before `c`"),
        ("- {a: [[1, 2]] b: 3}\n", "1:16", "a comma or a closing `}` is missing before `b`"),
        ("- {a: b, c: d\n   e: f}\n", "2:4", "a comma or a closing `}` is missing before `e`"),
        ("a: [[1, 2] [3, 4]]\n", "1:12", "a comma or a closing `]` is missing before `[`"),
        ("a: {b: c\nd: e\n", "1:4", "a mapping in braces is not closed"),
        ("a: [[1, 2]\nd: e\n", "1:4", "a list in brackets is not closed"),
        ("- a: [b, c\n  d: e\n", "1:6", "a list in brackets is not closed"),
        ("- a: [b, c\n- a: d\n", "1:6", "a list in brackets is not closed"),
        ("a: {b: [c,\n    d}\n", "2:6", "a comma or a closing `]` is missing before `}`"),
        ("a: {b: [c, d}\n", "1:13", "a comma or a closing `]` is missing before `}`"),
        ("- a: b\n  c d e\n  f: g\n", "2:3", "`c` is not followed by a colon and a space"),
        ("- a b\n  c: d\n", "1:3", "`a` is not followed by a colon and a space"),
        ("- a: b\n  c:d e\n  f: g\n", "2:3", "`c` is not followed by a colon and a space"),
        ("- a: b\n  c:d e\n", "2:3", "`c` is not followed by a colon and a space"),
        ("a:\n  - b: c\n   d: e\n    f: g\n", "3:4", "`d` begins 1 space further left than `b` above it"),
        ("a:\n  - b: c\n    d: e\n  f: g\n", "4:3", "`f` begins 2 spaces further left than `d` above it"),
        ("a:\n  b: c\n d: e\n", "3:2", "`d` begins 1 space further left than `b` above it"),
        ("a:\n  b: c\n   d: e\n", "3:4", "`d` begins 1 space further right than `b` above it"),
        ("a: [b: #c]\nd: e\n", "1:8", "a `#` behind a space begins a comment"),
        ('a: "b "c" d"\n', "1:4", "a quote is not closed where its text ends"),
        ("a: [b\n", "1:4", "a list in brackets is not closed"),
        ("a:\n  b: c\n  d: e: f\n", "3:7", "a `: ` stands where no entry can begin"),
        ('a: "b\n  c" d\n', "2:6", "the lines do not fit together here"),
    ],
)
def test_a_slip_is_told_where_it_was_made(text: str, place: str, said: str) -> None:
    with pytest.raises(RuleBaseInvalid) as caught:
        read(text)
    (found,) = caught.value.findings
    assert (str(found.position), found.message) == (f"file:{place}", f"this is not YAML: {said}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["R001:file"]),
        ("# only a comment\n", ["R001:file"]),
        ("null", ["R001:file"]),
        (b"a: b\0", ["R001:file"]),
        (b"a: \xff", ["R001:file"]),
        ("a".encode("utf-16"), ["R001:file"]),
        (b" " * (MOST_BYTES + 1), ["R001:file"]),
        ("a: [", ["R002:file:1:5"]),
        ("a: 'x\n\n", ["R002:file:1:4"]),
        ("a:\n\tb: c", ["R002:file:2:1"]),
        ("a: &x b", ["R003:file:1:4"]),
        ("a: !!int 3", ["R003:file:1:4"]),
        ("{a: 1, b: 2, a: 3}", ["R003:file:1:14"]),
        ("a\n---\nb", ["R003:file:2:1"]),
        ("[" * 30_000, ["R003:file:1:51"]),
        ("{a: " * 30_000, ["R003:file:1:201"]),
        ("- " * 30_000, ["R003:file:1:101"]),
        ("? " * 30_000, ["R003:file:1:101"]),
        ("{" * 30_000, ["R003:file:1:51"]),
        ("[{" * 30_000, ["R003:file:1:51"]),
        ('{"a":' * 3_000, ["R003:file:1:251"]),
        ("? - " * 3_000, ["R003:file:1:101"]),
        ("[\n" * 3_000, ["R003:file:51:1"]),
        ("".join(" " * n + "a:\n" for n in range(1_100)), ["R003:file:51:51"]),
        ("".join(" " * n + "-\n" for n in range(1_100)), ["R003:file:51:51"]),
        ("é😀: b\r\nc: " + "[" * 3_000, ["R003:file:2:53"]),
        ("- " * 30 + "[" * 3_000, ["R003:file:1:81"]),
        ("[" * 2_000 + "]" * 2_000, ["R003:file:1:51"]),
        ("[" * 1_010 + "@", ["R003:file:1:51"]),  # a parser reads that far ahead before it tells of a bracket
        ("[" * 50 + "@", ["R002:file:1:51"]),
        ("[a]: b", ["R004:file:1:1"]),
        ("a: \x1b[2J", ["R021:file:1:4"]),
        ("a: b # \u202e", ["R021:file:1:8"]),
        ('a: "\\e[2J"', ["R021:file:1:4"]),
        ('"\\a": b', ["R021:file:1:1"]),
        ('{"a": "\\u001b[2J"}', ["R021:file:1:7"]),
        ("a: *x\nb: *y", ["R003:file:1:4", "R003:file:2:4"]),
    ],
)
def test_what_is_refused(text: str | bytes, expected: list[str]) -> None:
    assert codes(text) == expected


def test_fifty_levels_are_enough() -> None:
    assert plain(read("[" * 50 + "]" * 50))


def test_the_byte_that_is_no_text_is_named() -> None:
    with pytest.raises(RuleBaseInvalid) as caught:
        read(b"a: caf\xe9\n")
    assert finding_text(caught.value.findings[0]) == (
        "error[R001]: cannot read file: it is not UTF-8 text (byte 7 is 0xe9)\n"
        "  --> file\n"
        "help: this looks like a binary file, or text in another encoding; save it as UTF-8"
    )


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    def said(path: Path) -> str:
        with pytest.raises(AnswersInvalid) as caught:
            read_file(path, path.name, wrong=AnswersInvalid)
        (finding,) = caught.value.findings
        assert (finding.code, finding.path) == ("R001", path.name)
        return finding.message

    assert said(tmp_path / "none.yaml") == "cannot read none.yaml: there is no such file"
    (tmp_path / "folder").mkdir()
    assert said(tmp_path / "folder") == "cannot read folder: it is a folder, not a file"
    (tmp_path / "file").write_text("a")
    assert said(tmp_path / "file" / "x") == "cannot read x: Not a directory"
    (tmp_path / "large").write_bytes(b"#" * (MOST_BYTES + 1))
    assert said(tmp_path / "large") == "cannot read large: it is larger than 1 MiB"
    (tmp_path / "secret").write_text("a")
    (tmp_path / "secret").chmod(0)
    if os.geteuid():
        assert said(tmp_path / "secret") == "cannot read secret: reading it is not permitted"


@given(st.binary(max_size=60) | st.text("[]{}:-,&*!|>'\"%@`\n\t ab#?", max_size=40).map(str.encode))
def test_any_bytes_give_a_tree_or_findings(data: bytes) -> None:
    try:
        found = read_text(data, "file")
    except RuleBaseInvalid as error:
        assert findings_text(error.findings)  # noqa: PT017 (a tree is as good)
    else:
        assert isinstance(found, (ScalarNode, SequenceNode, MappingNode))
