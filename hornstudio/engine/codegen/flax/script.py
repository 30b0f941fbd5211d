"""The script: data, model, training and evaluation in idiomatic Flax NNX."""

from hornstudio.engine.catalog import Catalog, catalog
from hornstudio.engine.checking.disabling import living
from hornstudio.engine.codegen import callback_text
from hornstudio.engine.codegen.composite_text import inner_variables
from hornstudio.engine.codegen.data_text import data_section
from hornstudio.engine.codegen.expression import Writer
from hornstudio.engine.codegen.flax.composite_text import Composites
from hornstudio.engine.codegen.flax.model import Model, model_of, model_section
from hornstudio.engine.codegen.flax.training import RESERVED, training_section
from hornstudio.engine.codegen.model_text import judged_ports
from hornstudio.engine.codegen.names import LOCALS, variables
from hornstudio.engine.codegen.page import heading, imports, settings, titled
from hornstudio.engine.codegen.quote import Quoter
from hornstudio.engine.codegen.remark import remarks
from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.errors import ExportError, RunError
from hornstudio.engine.graph import Graph

_ABOUT = (
    "Needs Python 3.11 or newer:  pip install flax optax jax numpy\n"
    "Running it loads the data, trains, and prints the figures of each epoch and of the test.\n"
    "Its random numbers are Flax's own, so that it starts from other weights than HornStudio\n"
    "does.\n"
)


def export_flax(graph: Graph, modules: Catalog | None = None) -> str:
    """The script's text. Raises: ExportError when the graph cannot be trained as it is."""
    try:
        plan = plan_graph(graph, own_data=True, modules=modules or catalog())
        graph = living(graph, modules)
    except RunError as error:
        raise ExportError("{reason}", reason=error.text) from None
    if not judged_ports(plan):
        raise ExportError("nothing judges what a layer gives; a model needs that")
    taken = {*variables(plan).values(), *inner_variables(plan, graph)}
    quoter = Quoter({*LOCALS, *RESERVED, *taken})
    quoter.imports |= {"import jax", "import jax.numpy as jnp", "import numpy as np"}
    quoter.imports |= {"import optax", "from flax import nnx"}
    data = data_section(plan, quoter)
    model = model_of(plan, Writer(quoter, plan))
    network = _network(model, graph, quoter)
    training = training_section(model)
    return "\n".join(
        [
            heading(plan, _ABOUT + remarks(graph.training, "flax") + callback_text.told(plan)),
            imports(quoter, ("flax", "jax", "numpy", "optax")),
            "",
            settings(plan),
            "",
            *titled("Data", data),
            *titled("Model", network),
            *titled("Training", training),
            "",
            'if __name__ == "__main__":\n    main()\n',
        ]
    )


def _network(model: Model, graph: Graph, quoter: Quoter) -> str:
    """The class of the network, and those of its composites."""
    if not graph.groups:
        return model_section(model, None, None, list)
    composites = Composites(model, graph, quoter.taken)
    composites.name_attributes()
    made, called = composites.init_lines(), composites.call_lines()
    return model_section(model, made, called, composites.classes)
