"""The syntax of iota2's configuration files: sections of keys and values, nested, with comments.

    chain : { listTile : 'T31TCJ T31TDJ'   # tiles
              runs : 3 }
    argTrain : { annualCrop : ['11', '12'], sampleSelection : {"strategy" : "all"} }

A key is parted from its value by a colon or an equals sign; entries by commas, semicolons or line ends. References and
expressions, which the format's own reader evaluates, are refused: a configuration is data here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from landweave.engine.errors import UserError
from landweave.engine.types import Json

_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\f]+|\#[^\n]*|//[^\n]*)
      | (?P<line>\n)
      | (?P<text>'''.*?'''|\"{3}.*?\"{3}|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")
      | (?P<number>[+-]?(?:\d+\.\d*|\.\d+|\d+)(?:[eE][+-]?\d+)?(?![\w.]))
      | (?P<word>[A-Za-z_][\w.\-]*)
      | (?P<mark>[{}\[\]():=,;])""",
    re.VERBOSE | re.DOTALL,
)
_WORDS = {"true": True, "false": False, "none": None, "null": None}
_CLOSING = {"{": "}", "[": "]", "(": ")"}
_ESCAPES = {"n": "\n", "t": "\t"}
_DEEPEST = 50


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    line: int


def read_configuration(path: str) -> dict[str, dict[str, Json]]:
    """Return the sections of a configuration file, each with its keys as they are written.

    Raises:
        UserError: if the file cannot be read, or naming the line that is not understood.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise UserError(f"The configuration {path} does not exist.", "Check the path.") from error
    except UnicodeDecodeError as error:
        raise UserError(f"The configuration {path} is no text in UTF-8.", "Save it as UTF-8 text.") from error
    except OSError as error:
        raise UserError(f"The configuration {path} cannot be read: {error.strerror}.", "Check the path.") from error
    sections = _Parser(path, text).entries("")
    if not sections:
        raise UserError(f"The configuration {path} is empty.", "Choose a configuration file of iota2 (.cfg).")
    loose = [key for key, value in sections.items() if not isinstance(value, dict)]
    if loose:
        raise UserError(f"{path}: '{loose[0]}' stands outside of a section.",
                        "Put it into its section, as in chain : { ... }.")
    return sections


class _Parser:
    """Reads values from the tokens of a text."""

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        self._tokens = list(self._cut(text))
        self._next = 0

    def entries(self, closing: str, depth: int = 0) -> dict[str, Json]:
        """Return keys and values up to a closing mark (empty: the end of the file)."""
        found: dict[str, Json] = {}
        while True:
            token = self._take()
            if token.text in (",", ";") and token.kind == "mark":
                continue
            if token.kind == "end" or (token.kind == "mark" and token.text == closing):
                if (token.kind == "end") == (closing == ""):
                    return found
                raise self._wrong(token, f"'{closing}' is missing")
            if token.kind not in ("word", "text", "number"):
                raise self._wrong(token, f"a key is expected, not '{token.text}'")
            key = _unquoted(token.text) if token.kind == "text" else token.text
            mark = self._take()
            if mark.kind != "mark" or mark.text not in ":=":
                opened = mark.kind == "mark" and mark.text == "{"
                if not opened:
                    raise self._wrong(mark, f"a colon is expected after '{key}'")
                self._next -= 1
            if key in found:
                raise self._wrong(token, f"'{key}' stands there twice")
            found[key] = self._value(depth + 1)

    def _value(self, depth: int) -> Json:
        token = self._take()
        if depth > _DEEPEST:
            raise self._wrong(token, "the braces are nested too deep")
        if token.kind == "text":
            return _unquoted(token.text)
        if token.kind == "number":
            return float(token.text) if re.search(r"[.eE]", token.text) else int(token.text)
        if token.kind == "word":
            return _WORDS.get(token.text.lower(), token.text)
        if token.kind == "mark" and token.text == "{":
            return self.entries("}", depth)
        if token.kind == "mark" and token.text in "[(":
            return self._items(_CLOSING[token.text], depth)
        raise self._wrong(token, f"a value is expected, not '{token.text or 'the end of the file'}'")

    def _items(self, closing: str, depth: int) -> list[Json]:
        items: list[Json] = []
        while True:
            token = self._take()
            if token.kind == "mark" and token.text == ",":
                continue
            if token.kind == "mark" and token.text == closing:
                return items
            if token.kind == "end":
                raise self._wrong(token, f"'{closing}' is missing")
            self._next -= 1
            items.append(self._value(depth + 1))

    def _take(self) -> _Token:
        token = self._tokens[self._next]
        self._next += token.kind != "end"
        return token

    def _cut(self, text: str) -> Iterator[_Token]:
        place, line = 0, 1
        while place < len(text):
            found = _TOKEN.match(text, place)
            if found is None:
                character = text[place]
                what = "a quote that is not closed" if character in "'\"" else f"the character {character!r}"
                raise self._wrong(_Token("", character, line), f"{what} is not understood")
            kind = str(found.lastgroup)
            if kind not in ("space", "line"):
                yield _Token(kind, found.group(), line)
            line += found.group().count("\n")
            place = found.end()
        yield _Token("end", "", line)

    def _wrong(self, token: _Token, what: str) -> UserError:
        return UserError(f"{self._path}, line {token.line}: {what}.",
                         "Correct the line: sections look like chain : { key : 'value' }.")


def _unquoted(text: str) -> str:
    """Return what a quoted text says."""
    inner = text[3:-3] if text[:3] in ("'''", '"""') else text[1:-1]
    return re.sub(r"\\(.)", lambda m: _ESCAPES.get(m[1], m[1]), inner, flags=re.DOTALL)
