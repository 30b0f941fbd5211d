"""Putting the data that ships with the program in the place of data that cannot be found."""

from hornstudio.engine.catalog import catalog
from hornstudio.engine.check import check
from hornstudio.engine.data.find import Progress, find_file
from hornstudio.engine.data.inputs import data_nodes
from hornstudio.engine.errors import DataError
from hornstudio.engine.graph import Graph
from hornstudio.engine.remedies import replace_node_kind
from hornstudio.engine.text import Text


def with_small_data(graph: Graph, progress: Progress | None = None) -> tuple[Graph, list[str]]:
    """The graph with shipped data wherever a data node's files cannot be had.

    Also returns a line in words for each node that was changed. Looks for all files, and fetches
    those that can be fetched. Raises: DataError where nothing could stand in.
    """
    report = check(graph)
    changes: list[str] = []
    for node_id in data_nodes(graph, report):
        module = report.facts[node_id].module
        try:
            for file in module.files:
                find_file(file, module, progress)
        except DataError as error:
            if not error.substitute:
                raise
            graph = replace_node_kind(graph, node_id, error.substitute, catalog())
            changes.append(
                Text(
                    "{node}: {substitute} in the place of {kind}",
                    node=node_id,
                    substitute=error.substitute,
                    kind=module.kind,
                )
            )
    return graph, changes
