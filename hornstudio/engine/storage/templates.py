"""The ready graphs that a person can start from: ordinary files in resources/templates."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hornstudio import paths
from hornstudio.engine.catalog import catalog
from hornstudio.engine.errors import FileError
from hornstudio.engine.graph import Graph
from hornstudio.engine.storage import files
from hornstudio.engine.text import Text


@dataclass(frozen=True, slots=True)
class Template:
    """A ready graph: its name, title and purpose."""

    name: str
    title: Text
    description: Text

    @property
    def path(self) -> Path:
        """The `.horn` file."""
        return paths.resource("templates", f"{self.name}.horn")

    def graph(self) -> Graph:
        """The graph itself, read from its file the first time. Raises: FileError."""
        return _read(self.path)


@cache
def _read(path: Path) -> Graph:
    return files.load(path)


TEMPLATES = (
    Template(
        "mnist_mlp",
        Text("MNIST MLP"),
        Text("Two dense layers that read handwritten digits: the smallest network worth training."),
    ),
    Template(
        "mnist_cnn",
        Text("MNIST CNN"),
        Text("Convolution and pooling twice, then dropout: about 99 % of the digits right."),
    ),
    Template(
        "two_in_two_out",
        Text("Two inputs, two outputs"),
        Text("Two pictures through one shared encoder, two answers, two losses with weights."),
    ),
    Template(
        "residual_net",
        Text("Residual network"),
        Text("Convolutions with batch normalization that skip connections lead around."),
    ),
    Template(
        "resnet",
        Text("ResNet"),
        Text("Three stages of residual blocks; each but the first halves the picture."),
    ),
    Template(
        "autoencoder",
        Text("Autoencoder"),
        Text("Pictures pressed into 16 numbers and drawn again: the picture is its own target."),
    ),
    Template(
        "u_net",
        Text("U-Net"),
        Text("Takes the noise out of pictures: down to the rough, up again, with bridges across."),
    ),
    Template(
        "siamese_net",
        Text("Siamese network"),
        Text("Two pictures through the same weights, and one answer: is it the same digit?"),
    ),
    Template(
        "lstm_classifier",
        Text("LSTM text classifier"),
        Text("Reads surnames letter by letter, both ways, and says which language they are from."),
    ),
    Template(
        "transformer_encoder",
        Text("Transformer encoder"),
        Text("Reads a picture row by row: every row looks at every other before one answer."),
    ),
    Template(
        "tabular_multi_task",
        Text("Multi-task table"),
        Text("Measures of penguins, normalized; one body tells the species and the mass."),
    ),
)


def find_template(name: str) -> Template:
    """The template of that name; `-` counts as `_`. Raises: FileError that lists all names."""
    wanted = name.replace("-", "_")
    for template in TEMPLATES:
        if template.name == wanted:
            return template
    known = ", ".join(t.name for t in TEMPLATES)
    raise FileError("{name} is not a template; known are {known}", name=name, known=known)


@cache
def usual_kinds() -> Mapping[str, int]:
    """How often each kind stands in the ready graphs: what is usual, as long as nobody knows.

    Sources of data are left out: which one is wanted does not depend on what others want.
    """
    sources = {module.kind for module in catalog().category("data")}
    found: Counter[str] = Counter()
    for template in TEMPLATES:
        found.update(n.kind for _, n in template.graph() if n.kind not in sources)
    return found


@cache
def usual_wires() -> Mapping[tuple[str, str], int]:
    """How often a kind follows another in the ready graphs: (what the wire brings, who takes it).

    What it brings is the kind that it leaves; of a source of data, the name of the port.
    """
    found: Counter[tuple[str, str]] = Counter()
    for template in TEMPLATES:
        graph = template.graph()
        for part in (graph, *(group.body for group in graph.groups.values())):
            for wire in part.wires:
                source, taker = part.nodes[wire.source_node], part.nodes[wire.target_node]
                found[brought(source.kind, wire.source_port), taker.kind] += 1
    return found


def brought(kind: str, port: str) -> str:
    """What a wire brings that leaves a port of a kind, as `usual_wires` names it."""
    module = catalog().get(kind)
    return port if module is not None and module.role == "data" else kind
