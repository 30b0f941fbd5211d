"""The way to a node within composites, for people."""


def way_to(node: str) -> str:
    """A node of an unfolded graph, as it is reached on the canvas: `body › dense`.

    Of `node.param` or `node.port`, too.
    """
    return node.replace("__", " › ")
