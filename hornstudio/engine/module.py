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

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hornstudio.engine.params import Param, Values
from hornstudio.engine.problem import Remedy, SetParam
from hornstudio.engine.shapes import Spec
from hornstudio.engine.text import Text
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
    """A place where wires end. many: takes any number of wires. optional: may stay open."""

    name: str
    many: bool = False
    optional: bool = False


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


Remark = tuple[Text, tuple[Remedy, ...]]


@dataclass(frozen=True, slots=True)
class Content:
    """What is in files of the user's own, kept with a run that was trained on them.

    keep(p, seed) -> JSON of what further files are read by; seed: of the training. recall(p, kept):
    from now on, in this process, that is known of the files, whatever they hold. why_other(p, then,
    kept) -> why weights of then would misread what is there now, or None; then: the params of that
    time. Both raise ValueError where kept is not that.
    """

    keep: Callable[[Values, int], Any]
    recall: Callable[[Values, Any], None]
    why_other: Callable[[Values, Values, Any], Text | None]


@dataclass(frozen=True, slots=True)
class Labelled:
    """Further samples with their answers: arrays [N, ...] by port, or what stands for them, and
    what is worth knowing of them.
    """

    arrays: Mapping[str, Any]
    remarks: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnFiles:
    """What a data module reads of the user's own, whatever is in it: a folder, or a file.

    param: which param names it. open(**params) -> as the module's `load`, which scripts quote, but
    what is large stands for arrays that are read when they are wanted (`data.rows`). mark(p) ->
    text that changes with what is there, had quickly. digest(p) -> the same text for the same
    content, whenever and wherever that was written; None where the mark has to do for that.
    why_not(p) -> why nothing can be loaded from it, as far as can be said at once, or None. read(p,
    paths) -> the tensor [N, ...] of the first port that further files of one's own stand for, as
    when they are loaded; raises DataError. reads: endings of such files. not_learned(p, paths) ->
    what of those says nothing to a network that was trained on p, and what is read of several that
    there are. labelled(p, path) ->
    samples of a further file or folder with their answers, as numbers that a network has learned on
    p; raises DataError; None where it has no answers. peek(path, count) -> so many of its pictures,
    each with the name of its class; None where it has none. packages: what `load` needs besides
    NumPy, as pip knows it. remarks(p) -> what is worth knowing of what is loaded, and what could be
    done about it. doubts(p) -> what of it is most probably not meant. bounds(p, port) -> the least
    and the greatest number of a port; None where it is scaled to about 1, or no number at all, or
    not known. scaling(p, reach) -> the setting that would bring the first port's numbers, of that
    reach, near 0; None where it has none. content: what of them `read` goes by, where it is more
    than the params. rows(p) -> what the rows that are left out follow from; None where all are
    loaded. further: params that name further files, or none; why_not_further(p, param) -> why such
    a one is not read, or None. idle(p) -> by param, why it changes nothing as the others are: what
    has files of its own to validate with keeps no share back for that. wanted(p, has_answers) ->
    which further files can be read, in words. called(p, port) -> what people call the one number
    of a port; empty where it has no name.
    """

    param: str
    open: Callable[..., tuple[Mapping[str, Any], ...]]
    mark: Callable[[Values], str]
    why_not: Callable[[Values], Text | None]
    read: Callable[[Values, Sequence[str]], Any]
    reads: tuple[str, ...]
    digest: Callable[[Values], str | None] = lambda p: None
    labelled: Callable[[Values, str], Labelled] | None = None
    peek: Callable[[str, int], list[tuple[str, str]]] | None = None
    packages: tuple[str, ...] = ()
    not_learned: Callable[[Values, Sequence[str]], tuple[Text, ...]] = lambda p, paths: ()
    remarks: Callable[[Values], tuple[Remark, ...]] = lambda p: ()
    doubts: Callable[[Values], tuple[Text, ...]] = lambda p: ()
    bounds: Callable[[Values, str], tuple[float, float] | None] = lambda p, port: None
    scaling: Callable[[Values, tuple[float, float]], SetParam | None] = lambda p, reach: None
    content: Content | None = None
    rows: Callable[[Values], Hashable] = lambda p: None
    further: tuple[str, ...] = ()
    why_not_further: Callable[[Values, str], Text | None] = lambda p, param: None
    idle: Callable[[Values], Mapping[str, Text]] = lambda p: {}
    wanted: Callable[[Values, bool], Text] | None = None
    called: Callable[[Values, str], str] = lambda p, port: ""

    @property
    def named_by(self) -> tuple[str, ...]:
        """All params that name files or folders."""
        return (self.param, *self.further)

    def advice(self, p: Values, has_answers: bool) -> Text:
        """What a network that was trained on such files can be given, in words.

        has_answers: with what it is to say, so that it can be measured.
        """
        trained_on = Path(p[self.param]).name
        if self.wanted is None:
            return Text("The network was trained on {data}", data=trained_on)
        told = "The network was trained on {data}; give it {wanted}"
        return Text(told, data=trained_on, wanted=self.wanted(p, has_answers))

    def faults(self, p: Values) -> Iterator[tuple[str, Text]]:
        """Why what is named cannot be read, by param: all else only once the first can."""
        if trouble := self.why_not(p):
            yield self.param, trouble
            return
        for param in self.further:
            if trouble := self.why_not_further(p, param):
                yield param, trouble


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
