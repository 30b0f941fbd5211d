"""What a declaration of a module is. Everything else is derived from it.

The maths of a module is a plain function that stands alone, because generated code quotes it.
Its parameter names say what it is given:

    w                    the node's weights, a dict of arrays
    s                    the node's state; the function then returns (output, new state)
    any other positional the tensors of the input ports, in order; a list for a growing port
    training             keyword only: whether the run is training (a Python bool)
    key                  keyword only: a random key of this node, epoch and step
    mask                 keyword only: which steps of the first port's sequence count (a bool
                         array [B, T]), or None where all do
    masks                keyword only: the same for every port, in order; a list for a growing one
    taken                keyword only: for every output port whether some wire takes it (bools)
    any other keyword    the param of that name
    **any name           all other params of the module

Params that hold a module arrive as functions: an activation as `f(x)`, an initializer as
`f(key, shape)`, a regularizer as `f(array)`, a schedule as `f(step)`.

What `apply` returns, by role: a layer its output; a loss the scalar loss of the batch; a metric
a dict of sums over the batch, which are added up over batches before `result(sums, **params)`
makes a number of them; an optimizer, given only params, an `optax.GradientTransformation`, whose
`result(weights, state, **params)`, where there is one, gives the weights to keep when training
ends, and `judged(weights, state, **params)` those that are validated while it goes on; with
`needs_loss` an update is given `obj_fn(weights)` too, the batch's loss, as optax calls it;
initializers, regularizers, constraints, schedules and activations their value.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hornstudio.engine.own_files import OwnFiles
from hornstudio.engine.params import Param, Values
from hornstudio.engine.shapes import Spec
from hornstudio.engine.watch.callback import Callback

Infer = Callable[..., Any]
Arrays = tuple["Array", ...]

NODE_CATEGORIES = (
    "data",
    "core",
    "convolution",
    "pooling",
    "recurrent",
    "attention",
    "normalization",
    "reshape",
    "preprocessing",
    "activation",
    "loss",
    "metric",
    "optimizer",
    "composite",
)

CALLBACK = "callback"
"""Category of what acts on a run; such modules stand in the training, not on the canvas."""

CATEGORY_WORDS = {
    "data": ("dataset", "데이터"),
    "core": ("기본 층",),
    "convolution": ("합성곱", "컨볼루션"),
    "pooling": ("풀링",),
    "recurrent": ("순환",),
    "attention": ("어텐션", "주의"),
    "normalization": ("정규화", "규제"),
    "reshape": ("merge", "모양", "병합"),
    "preprocessing": ("augmentation", "전처리", "증강"),
    "activation": ("활성화",),
    "loss": ("criterion", "손실"),
    "metric": ("평가 지표", "지표"),
    "optimizer": ("최적화", "옵티마이저"),
    "composite": ("subgraph", "묶음"),
    CALLBACK: ("hook", "콜백"),
}
"""What people call a category, beside its name."""


@dataclass(frozen=True, slots=True)
class Port:
    """A place where wires end. many: takes any number of wires. optional: may stay open.

    numbers: what the numbers of a sample are, in their order, where data has names for them.
    """

    name: str
    many: bool = False
    optional: bool = False
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Array:
    """A weight or state array: its name, shape, and the params that start, penalise and bound it.

    initializer: name of a param that holds an initializer, or a kind of initializer.
    regularizer, constraint: name of a param that holds one, or "". drawn_as: the shape in which
    an initializer sees it, where its fans cannot be read off its own: (inputs, outputs).
    ones: from where to where, along the only axis, it starts at 1 whatever the initializer says.
    """

    name: str
    shape: tuple[int, ...]
    initializer: str
    regularizer: str = ""
    constraint: str = ""
    drawn_as: tuple[int, ...] = ()
    ones: tuple[int, int] | None = None

    @property
    def size(self) -> int:
        """Numbers in the array."""
        count = 1
        for length in self.shape:
            count *= length
        return count


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file that a data module reads.

    path: below a data folder. urls: mirrors, tried in order. sha256 and size (bytes): of the
    unpacked content, because the same data is packed in several ways.
    """

    path: str
    urls: tuple[str, ...]
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Mask:
    """What becomes of the masks that come with a module's inputs.

    rule(p, masked) -> "keep", "make" or "drop": whether the first output carries the first
    input's mask on, a new one, or none. masked: for each port whether a mask comes with it (a
    tuple for a growing one). make: gives the new mask; called like `apply`, and quoted like it.
    heeds(wired) -> whether the module looks at masks itself. wired: for each port whether it is.
    """

    rule: Callable[[Values, tuple[Any, ...]], str]
    make: Callable[..., Any] | None = None
    heeds: Callable[[tuple[bool, ...]], bool] = lambda wired: True


def no_arrays(*_: Any) -> Arrays:
    """A module without weights or state."""
    return ()


KEEP = Mask(lambda p, masked: "keep")
DROP = Mask(lambda p, masked: "drop")

INPUT = (Port("input"),)
OUTPUT = (Port("output"),)


@dataclass(frozen=True, kw_only=True)
class Module:
    """One kind of thing that can be combined with the others.

    infer(p, *specs) -> Spec | dict[port, Spec]: the shape rule; raises ShapeError. A growing
    port passes a tuple of Specs, an optional open port None. Of what a param holds: (p, the
    array that it is for), where it cannot take arrays of all shapes.
    weights(p, *specs), state(p, *specs) -> Arrays: learned and non-learned arrays.
    flops(p, *specs) -> int: floating point operations forward, for one sample.
    load(find, **params) -> (train, test): a data module's arrays by output port, or what stands
    for arrays that are read when they are wanted (`data.rows`); find(DataFile path) gives the path
    of the checked file. examples(p) -> (train, test): how many there are, 0 where that is not
    known. folder: the user's own, where it reads one; `load` and `examples` then give a third part,
    to validate with, and any but the first may be empty ({}).
    mask: what becomes of masks; where a layer does not say, they end. penalty(output, **params)
    -> what each output adds to the loss, before it is divided by the size of the batch.
    adapt(state, inputs, **params) -> state: fits the state to all training data before the first
    step, on the host; inputs: the first port's tensor of every training sample.
    fused(..., kernel) -> what `apply` gives, of the same, by a kernel of a graphics card's maker
    (see `compile.attending`); None where that has no way to do so.
    watch(**params) -> a callback, made anew for each run. better: "higher" or "lower", where a
    metric says by its figure how good a model is.
    alone: each sample of a batch goes through it by itself, and halves of a large batch as fast as
    it all; random numbers, if any, are for a `dropout` alone.
    by_steps: it takes a sequence step by step, each a small product that waits for the one before.
    has_kernel(p, features): whether a kernel of our own makes these steps, on a processor that has
    kernels. features: of a step.
    has_rows: its weights are rows of a table, of which each sample takes some.
    words: what people may call it, in any language. main: params shown on the node.
    keras: its counterpart's path below `keras`, such as `layers.Dense`. left_out: params of that
    counterpart which are missing here, and why. is_held: whether a param can hold it.
    """

    kind: str
    title: str
    category: str
    help: str
    source: str = ""
    params: tuple[Param, ...] = ()
    inputs: tuple[Port, ...] = INPUT
    outputs: tuple[Port, ...] = OUTPUT
    infer: Infer | None = None
    weights: Callable[..., Arrays] = no_arrays
    state: Callable[..., Arrays] = no_arrays
    flops: Callable[..., int] | None = None
    apply: Callable[..., Any] | None = None
    fused: Callable[..., Any] | None = None
    result: Callable[..., Any] | None = None
    judged: Callable[..., Any] | None = None
    needs_loss: bool = False
    mask: Mask = DROP
    penalty: Callable[..., Any] | None = None
    adapt: Callable[..., Any] | None = None
    watch: Callable[..., Callback] | None = None
    better: str = ""
    load: Callable[..., Any] | None = None
    files: tuple[DataFile, ...] = ()
    examples: Callable[[Values], tuple[int, ...]] | None = None
    own: OwnFiles | None = None
    alone: bool = False
    by_steps: bool = False
    has_kernel: Callable[[Values, int], bool] = lambda p, features: False
    has_rows: bool = False
    words: tuple[str, ...] = ()
    main: tuple[str, ...] = ()
    keras: str = ""
    left_out: Mapping[str, str] = field(default_factory=dict)
    is_held: bool = True

    @property
    def is_node(self) -> bool:
        """Whether it can be placed on a canvas (an initializer only lives in a param)."""
        return self.category in NODE_CATEGORIES

    @property
    def role(self) -> str:
        """data, loss, metric, optimizer, or layer for all that transforms tensors."""
        return self.category if self.category in ROLES else "layer"

    def param(self, name: str) -> Param:
        """The param of that name. Raises: KeyError."""
        return {p.name: p for p in self.params}[name]

    def input(self, name: str) -> Port | None:
        """The input port of that name, or None."""
        return next((p for p in self.inputs if p.name == name), None)

    def output(self, name: str) -> Port | None:
        """The output port of that name, or None."""
        return next((p for p in self.outputs if p.name == name), None)

    def infer_outputs(self, p: Values, *specs: Any) -> dict[str, Spec]:
        """Shapes of all outputs by port. Raises: ShapeError."""
        if self.infer is None:
            return {}
        result = self.infer(p, *specs)
        return result if isinstance(result, dict) else {self.outputs[0].name: result}


def held_module(
    category: str,
    title: str,
    help: str,
    apply: Callable[..., Any],
    *params: Param,
    source: str,
    keras: str = "",
    left_out: Mapping[str, str] | None = None,
    words: tuple[str, ...] = (),
    infer: Infer | None = None,
) -> Module:
    """A module that only lives in a param and is called like its function: it has no ports."""
    return Module(
        kind=apply.__name__,
        title=title,
        category=category,
        help=help,
        source=source,
        params=params,
        inputs=(),
        outputs=(),
        infer=infer,
        apply=apply,
        keras=keras,
        left_out=left_out or {},
        words=words,
    )


ROLES = (
    "data",
    "loss",
    "metric",
    "optimizer",
    "initializer",
    "regularizer",
    "constraint",
    "schedule",
    "callback",
)
