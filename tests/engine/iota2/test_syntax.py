"""The syntax of configurations: what was written is read, and a mistake is named with its line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landweave.engine.errors import UserError
from landweave.engine.iota2.syntax import read_configuration

WORDS = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,8}", fullmatch=True).filter(
    lambda w: w.lower() not in ("true", "false", "none", "null"))
TEXTS = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\r\x00"), max_size=12)
LEAVES = st.one_of(st.integers(-10**6, 10**6), st.booleans(), st.none(), TEXTS,
                   st.floats(-1e6, 1e6, allow_nan=False).map(lambda x: round(x, 3)))
VALUES = st.recursive(LEAVES, lambda inner: st.one_of(st.lists(inner, max_size=3),
                                                      st.dictionaries(WORDS, inner, max_size=3)), max_leaves=8)


def quoted(text, mark):
    return mark + text.replace("\\", "\\\\").replace(mark, "\\" + mark).replace("\n", "\\n") + mark


def written(value, draw):
    if isinstance(value, dict):
        separator = draw(st.sampled_from([", ", "\n", ";\n  # a comment, with 'quotes'\n"]))
        keys = {k: draw(st.sampled_from([k, quoted(k, "'")])) for k in value}
        entries = [f"{keys[k]} {draw(st.sampled_from(':='))} {written(v, draw)}" for k, v in value.items()]
        return "{" + separator.join(entries) + draw(st.sampled_from(["", ","])) + "\n}"
    if isinstance(value, list):
        return "[" + ", ".join(written(v, draw) for v in value) + draw(st.sampled_from(["", ","])) + "]"
    if isinstance(value, str):
        return quoted(value, draw(st.sampled_from("'\"")))
    return repr(value)


@settings(max_examples=60, deadline=None)
@given(st.data(), st.dictionaries(WORDS, st.dictionaries(WORDS, VALUES, max_size=4), min_size=1, max_size=3))
def test_what_is_written_is_read(tmp_path_factory, data, sections):
    text = "\n".join(f"{name} :\n{written(entries, data.draw)}" for name, entries in sections.items())
    path = tmp_path_factory.mktemp("cfg") / "i2.cfg"
    path.write_text(text, encoding="utf-8")
    assert read_configuration(str(path)) == sections


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("chain : {\n  listTile : 'T31TCJ\n}", "line 2: a quote that is not closed"),
        ("chain : {\n  runs : 1\n", "line 3: '}' is missing"),
        ("chain : {\n  runs 1\n}", "line 2: a colon is expected after 'runs'"),
        ("chain : {\n  runs : }\n", "line 2: a value is expected, not '}'"),
        ("chain : {\n  crops : [1, 2\n}", "line 3: a value is expected, not '}'"),
        ("chain : { path : $HOME }", "line 1: the character '$' is not understood"),
        ("chain : { runs : 1 runs : 2 }", "'runs' stands there twice"),
        ("runs : 1", "'runs' stands outside of a section"),
        ("# only a comment", "is empty"),
        ("chain : { a : 1 } }", "a key is expected, not '}'"),
        ("chain : " + "{ a : " * 60 + "1" + "}" * 60, "nested too deep"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path, text, said):
    path = tmp_path / "i2.cfg"
    path.write_text(text)
    with pytest.raises(UserError) as caught:
        read_configuration(str(path))
    assert said in caught.value.message
    assert str(path) in caught.value.message


def test_a_file_that_is_none_is_said(tmp_path):
    with pytest.raises(UserError, match="does not exist"):
        read_configuration(str(tmp_path / "no.cfg"))
    (tmp_path / "binary.cfg").write_bytes(b"\xff\xfe\x00chain")
    with pytest.raises(UserError, match="no text in UTF-8"):
        read_configuration(str(tmp_path / "binary.cfg"))
