"""What users read is one sentence, also where other software says more."""

from landweave.engine.errors import UserError, brief


def test_the_first_line_says_it():
    assert brief(RuntimeError("read failed.\nMay be caused by: tile 3\nMay be caused by: short file")) == "read failed."
    assert brief(ValueError()) == "no reason is given"


def test_cause_and_remedy_make_one_text():
    assert str(UserError("It is cut.", "Copy it again.")) == "It is cut. Copy it again."
    assert str(UserError("It is cut.")) == "It is cut."
