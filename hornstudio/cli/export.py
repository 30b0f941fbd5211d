"""`hornstudio export`: a graph as plain Python."""

from pathlib import Path

from hornstudio import paths
from hornstudio.cli.outcome import DONE, UsageError, note, print_json
from hornstudio.engine import files
from hornstudio.engine.atomic import write_atomically
from hornstudio.engine.check import check
from hornstudio.engine.data.dataset import data_nodes
from hornstudio.engine.data.substitute import with_small_data
from hornstudio.engine.errors import FileError
from hornstudio.engine.graph import Graph

PLANNED = ("keras", "flax")


def export_file(file: Path, target: str, out: Path, small_data: bool, as_json: bool) -> int:
    """Write the script, and beside it the data that ships with HornStudio, where it reads that.

    small_data: let shipped data stand in for data that cannot be had.
    """
    if target in PLANNED:
        raise UsageError(f"--to is {target}, which is not there yet; need jax")
    if target != "jax":
        raise UsageError(f"--to is {target}; need jax")
    from hornstudio.engine.codegen.jax_script import export_jax

    graph = files.load(file)
    if small_data:
        graph, changes = with_small_data(graph)
        for change in changes:
            note(f"small data: {change}")
    text = export_jax(graph)
    write_atomically(out, text.encode())
    copied = copy_shipped_data(graph, out.parent)
    if as_json:
        print_json({"file": str(out), "data": [str(path) for path in copied]})
        return DONE
    print(f"wrote {out}")
    for path in copied:
        print(f"wrote {path}, the data that it trains on")
    return DONE


def copy_shipped_data(graph: Graph, folder: Path) -> list[Path]:
    """Put the shipped data files that a graph reads into a folder. Raises: FileError.

    Returns their paths. A file of that name with other content is left alone and refused.
    """
    report = check(graph)
    modules = {
        report.facts[i].module.kind: report.facts[i].module for i in data_nodes(graph, report)
    }
    copied = []
    for file in (file for module in modules.values() for file in module.files):
        source, target = paths.resource("data", file.path), folder / file.path
        if not source.is_file():
            continue
        content = source.read_bytes()
        if target.exists() and target.read_bytes() != content:
            raise FileError(
                "{path} is another file than the data that the script needs; move it away",
                path=str(target),
            )
        write_atomically(target, content)
        copied.append(target)
    return copied
