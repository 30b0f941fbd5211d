"""Graphs shaped like well-known networks, for layouts: kinds are real, params are left out."""

from hornstudio.engine.graph import Graph, Node, Wire, freeze


class Drawing:
    """A graph that grows at its end."""

    def __init__(self) -> None:
        self.nodes: dict[str, Node] = {}
        self.wires: list[Wire] = []

    def add(self, kind: str, *sources: str, port: str = "input") -> str:
        """A node that takes from others; those of a merging module go into its growing port."""
        node = f"{kind}_{len(self.nodes)}"
        self.nodes[node] = Node(kind)
        merges = kind in ("add", "concatenate")
        for source in sources:
            end = "inputs" if merges else port
            start = source if "." in source else f"{source}.output"
            self.wires.append(Wire(start, f"{node}.{end}"))
        return node

    def chain(self, start: str, *kinds: str) -> str:
        for kind in kinds:
            start = self.add(kind, start)
        return start

    def attend(self, start: str) -> str:
        node = self.add("multi_head_attention")
        self.wires += [Wire(f"{start}.output", f"{node}.{p}") for p in ("query", "value")]
        return node

    def judge(self, scores: str, data: str) -> None:
        """A loss, a metric and an optimizer at the end."""
        for kind in ("categorical_crossentropy", "accuracy"):
            node = self.add(kind, scores, port="prediction")
            self.wires.append(Wire(f"{data}.label", f"{node}.target"))
            if kind == "categorical_crossentropy":
                loss = node
        self.add("adam", f"{loss}.loss", port="loss")

    def graph(self) -> Graph:
        return Graph(nodes=freeze(self.nodes), wires=tuple(self.wires))


def resnet(stages: tuple[int, ...], *, bottleneck: bool) -> Graph:
    """ResNet-18: stages 2, 2, 2, 2; ResNet-152: 3, 8, 36, 3 with bottlenecks."""
    net = Drawing()
    data = net.add("mnist")
    x = net.add("conv2d", f"{data}.image")
    x = net.chain(x, "batch_normalization", "relu", "max_pooling2d")
    body = ("conv2d", "batch_normalization", "relu")
    for stage in stages:
        for block in range(stage):
            within = body * (2 if bottleneck else 1) + ("conv2d", "batch_normalization")
            aside = net.chain(x, "conv2d", "batch_normalization") if block == 0 else x
            x = net.add("relu", net.add("add", net.chain(x, *within), aside))
    x = net.chain(x, "global_average_pooling2d", "dense", "softmax")
    net.judge(x, data)
    return net.graph()


def u_net(depth: int = 5) -> Graph:
    """Down and up again, with a bridge at each size."""
    net = Drawing()
    data = net.add("mnist")
    x, twice = f"{data}.image", ("conv2d", "relu", "conv2d", "relu")
    bridges = []
    for _ in range(depth):
        x = net.chain(x, *twice)
        bridges.append(x)
        x = net.add("max_pooling2d", x)
    x = net.chain(x, *twice)
    for bridge in reversed(bridges):
        x = net.chain(net.add("concatenate", net.add("up_sampling2d", x), bridge), *twice)
    x = net.chain(x, "conv2d", "softmax")
    net.judge(x, data)
    return net.graph()


def transformer(blocks: int) -> Graph:
    """Attention and dense layers, each with its way around."""
    net = Drawing()
    data = net.add("mnist")
    x = net.chain(f"{data}.image", "reshape", "dense")
    for _ in range(blocks):
        x = net.add("add", net.add("dropout", net.attend(net.add("layer_normalization", x))), x)
        inner = net.chain(x, "layer_normalization", "dense", "gelu", "dense", "dropout")
        x = net.add("add", inner, x)
    x = net.chain(x, "layer_normalization", "global_average_pooling1d", "dense", "softmax")
    net.judge(x, data)
    return net.graph()


def googlenet(modules: int = 9) -> Graph:
    """Four ways side by side, again and again."""
    net = Drawing()
    data = net.add("mnist")
    x = net.chain(f"{data}.image", "conv2d", "max_pooling2d", "conv2d", "conv2d", "max_pooling2d")
    for _ in range(modules):
        ways = [
            net.chain(x, "conv2d", "relu"),
            net.chain(x, "conv2d", "relu", "conv2d", "relu"),
            net.chain(x, "conv2d", "relu", "conv2d", "relu"),
            net.chain(x, "max_pooling2d", "conv2d", "relu"),
        ]
        x = net.add("concatenate", *ways)
    x = net.chain(x, "global_average_pooling2d", "dropout", "dense", "softmax")
    net.judge(x, data)
    return net.graph()


NETWORKS = {
    "ResNet-18": lambda: resnet((2, 2, 2, 2), bottleneck=False),
    "U-Net": u_net,
    "GoogLeNet": googlenet,
    "Transformer x12": lambda: transformer(12),
    "ResNet-152": lambda: resnet((3, 8, 36, 3), bottleneck=True),
    "Transformer x48": lambda: transformer(48),
}
