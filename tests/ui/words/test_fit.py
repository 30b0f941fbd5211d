from hornstudio.engine.text import Text
from hornstudio.ui.words.fit import fit_text


def test_of_many_lines_the_first_are_told_and_how_many_follow(qapp):
    lines = [Text("begun anew: {new}", new=f"w{n}") for n in range(40)]
    assert fit_text(lines[:12]).splitlines() == [str(line) for line in lines[:12]]
    assert fit_text(lines).splitlines()[11:] == ["begun anew: w11", "and 28 more"]
    assert fit_text(()) == ""
