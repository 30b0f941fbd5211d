"""A graph as one readable Python file that needs only jax, optax and numpy.

The script quotes the functions that the engine runs and calls them in the engine's order, so that
it repeats the engine's numbers. Laying it out needs no JAX.
"""

from hornstudio.engine.catalog import Catalog, catalog
from hornstudio.engine.codegen.data_text import data_section
from hornstudio.engine.codegen.expression import Writer
from hornstudio.engine.codegen.model_text import model_section
from hornstudio.engine.codegen.names import LOCALS, variables
from hornstudio.engine.codegen.quote import Quoter
from hornstudio.engine.codegen.training_text import MAIN, RESERVED, training_section
from hornstudio.engine.compile.plan import Plan, plan_graph
from hornstudio.engine.errors import ExportError, RunError
from hornstudio.engine.graph import Graph

_RULE = "# " + "-" * 78


def export_jax(graph: Graph, modules: Catalog | None = None) -> str:
    """The script's text. Raises: ExportError when the graph cannot be trained as it is."""
    try:
        plan = plan_graph(graph, modules=modules or catalog())
    except RunError as error:
        raise ExportError("{reason}", reason=error.text) from None
    names = variables(plan)
    quoter = Quoter({*LOCALS, *RESERVED, *names.values()})
    quoter.imports |= {"import functools", "import jax", "import jax.numpy as jnp", "import optax"}
    writer = Writer(quoter, plan)
    data = data_section(plan, quoter)
    model = model_section(plan, names, writer)
    training = training_section(plan, writer)
    return "\n".join(
        [
            _heading(plan),
            _imports(quoter),
            "",
            _settings(plan),
            "",
            *_titled("Data", data),
            *_titled("Model", model),
            *_titled("Training", training),
            "",
            MAIN,
        ]
    )


def _titled(title: str, text: str) -> list[str]:
    return ["", _RULE, f"# {title}", _RULE, "", "", text, ""]


def _heading(plan: Plan) -> str:
    words = plan.graph.name.replace("\\", "/").replace('"', "'").split()
    name = " ".join(words)
    return (
        f'"""{name}: a neural network made with HornStudio.\n\n'
        "Needs Python 3.11 or newer:  pip install jax optax numpy\n"
        "Running it loads the data, trains, and prints the losses of each epoch and of the test.\n"
        '"""\n'
    )


def _imports(quoter: Quoter) -> str:
    third = ("jax", "numpy", "optax")
    lines = sorted(quoter.imports, key=lambda line: (not line.startswith("import "), line))
    own = [line for line in lines if line.split()[1].partition(".")[0] not in third]
    own += [f"from {m} import {', '.join(sorted(quoter.stdlib[m]))}" for m in sorted(quoter.stdlib)]
    return "\n".join([*own, "", *(line for line in lines if line not in own)])


def _settings(plan: Plan) -> str:
    training = plan.graph.training
    return f"EPOCHS = {training.epochs}\nBATCH_SIZE = {training.batch_size}\nSEED = {training.seed}"
