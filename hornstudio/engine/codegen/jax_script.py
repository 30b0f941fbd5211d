"""A graph as one readable Python file that needs only jax, optax and numpy.

The script quotes the functions that the engine runs and calls them in the engine's order, so that
it repeats the engine's numbers. Laying it out needs no JAX.
"""

from hornstudio.engine.catalog import Catalog, catalog
from hornstudio.engine.checking.disabling import living
from hornstudio.engine.codegen import callback_text
from hornstudio.engine.codegen.composite_text import body_of, inner_variables
from hornstudio.engine.codegen.data_text import data_section
from hornstudio.engine.codegen.expression import Writer
from hornstudio.engine.codegen.model_text import model_section
from hornstudio.engine.codegen.names import LOCALS, variables
from hornstudio.engine.codegen.page import heading, imports, settings, titled
from hornstudio.engine.codegen.quote import Quoter
from hornstudio.engine.codegen.remark import remarks
from hornstudio.engine.codegen.training_text import MAIN, RESERVED, training_section
from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.errors import ExportError, RunError
from hornstudio.engine.graph import Graph

_ABOUT = (
    "Needs Python 3.11 or newer:  pip install jax optax numpy\n"
    "Running it loads the data, trains, and prints the losses of each epoch and of the test.\n"
)


def export_jax(graph: Graph, modules: Catalog | None = None) -> str:
    """The script's text. Raises: ExportError when the graph cannot be trained as it is."""
    try:
        plan = plan_graph(graph, own_data=True, modules=modules or catalog())
        graph = living(graph, modules)
    except RunError as error:
        raise ExportError("{reason}", reason=error.text) from None
    names = variables(plan)
    quoter = Quoter({*LOCALS, *RESERVED, *names.values(), *inner_variables(plan, graph)})
    quoter.imports |= {"import functools", "import jax", "import jax.numpy as jnp", "import optax"}
    writer = Writer(quoter, plan)
    data = data_section(plan, quoter)
    model = model_section(plan, names, writer, body_of(plan, graph, names, writer))
    training = training_section(plan, writer)
    return "\n".join(
        [
            heading(plan, _ABOUT + remarks(graph.training, "jax") + callback_text.told(plan)),
            imports(quoter, ("jax", "numpy", "optax")),
            "",
            settings(plan),
            "",
            *titled("Data", data),
            *titled("Model", model),
            *titled("Training", training),
            "",
            MAIN,
        ]
    )
