"""Whoever runs an exported script in a test must see that it needs HornStudio."""

from pathlib import Path

import pytest

from hornstudio.engine import graph
from tests.engine.codegen.exported import lay, run_alone, run_here


@pytest.mark.parametrize("line", ["import hornstudio", "from hornstudio.engine import graph"])
def test_a_script_that_needs_hornstudio_fails(line: str, tmp_path: Path) -> None:
    with pytest.raises(ImportError, match="hornstudio"):
        run_here(lay(line, tmp_path))
    import hornstudio.engine.graph as again

    assert again is graph


def test_nor_can_it_see_it_in_a_process_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="hornstudio"):
        run_alone(lay("import hornstudio", tmp_path))


@pytest.mark.parametrize("run", [run_alone, run_here])
def test_it_is_the_program_beside_its_data(run, tmp_path: Path) -> None:
    text = "import os\nif __name__ == '__main__':\n    print(sorted(os.listdir()))"
    assert run(lay(text, tmp_path)).strip() == "['digits.npz', 'script.py']"
