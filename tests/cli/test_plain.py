import io

from hornstudio.cli.plain import PLAIN


def test_signs_that_a_terminal_lacks_are_spelled_by_those_it_has() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii", errors=PLAIN)
    stream.write("28×28  ██░░ … 숫자")
    stream.flush()
    assert raw.getvalue() == b"28x28  ##.. ... ??"
