"""Commands for files: what there is to start from, checks, and other programs' files."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from hornstudio.cli.parser.out_file import out_file
from hornstudio.cli.parser.settings import let_params_be_set
from hornstudio.cli.parser.small_data import let_small_data_stand_in
from hornstudio.cli.words import tr


def add_all(add: Callable[..., Any]) -> None:
    """Add them. `add(name, place, help)` makes one command."""
    add("templates", "facts:list_templates", tr("list the ready graphs"))
    new = add("new", "facts:make_new", tr("make a file from a ready graph"))
    new.add_argument("template", metavar="TEMPLATE", help=tr("a name from `hornstudio templates`"))
    new.add_argument("-o", dest="out", metavar="FILE", type=out_file, required=True)
    modules = add(
        "modules", "facts:list_modules", tr("the catalog: kinds, params with defaults, ports")
    )
    modules.add_argument(
        "--new",
        metavar="NAME",
        help=tr("write a commented file to start a module of your own from"),
    )
    check = add("check", "facts:check_file", tr("problems, each with its place, reason and remedy"))
    summary = add("summary", "facts:summarize_file", tr("shapes, weights, operations and bytes"))
    glance = add("glance", "facts:glance_at_file", tr("what the start page shows of a file"))
    for command in (check, summary, glance):
        command.add_argument("file", metavar="FILE", type=Path)
    for command in (new, check, summary):
        let_params_be_set(command)
    export = add(
        "export", "export:export_file", tr("write a plain Python script that trains alone")
    )
    export.add_argument("file", metavar="FILE", type=Path)
    export.add_argument(
        "--to", dest="target", metavar="TARGET", default="jax", help=tr("jax, keras or flax")
    )
    export.add_argument("-o", dest="out", metavar="OUT.py", type=out_file, required=True)
    export.add_argument(
        "--weights",
        metavar="RUN",
        type=Path,
        help=tr("with --to keras: a .keras file of a run too"),
    )
    export.add_argument(
        "--verify", action="store_true", help=tr("run the script and compare it with the engine")
    )
    let_params_be_set(export)
    let_small_data_stand_in(export)
    import_ = add("import", "importing:import_file", tr("make a file from a model of Keras"))
    import_.add_argument("model", metavar="MODEL", type=Path, help=tr(".keras, .h5 or .json"))
    import_.add_argument("-o", dest="out", metavar="FILE", type=out_file, required=True)
    import_.add_argument(
        "--run", metavar="DIR", type=Path, help=tr("folder of a new run that holds the weights")
    )
