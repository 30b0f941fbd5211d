"""The explicit list of modules, and how to find one by what people call it."""

from collections.abc import Iterable, Mapping
from copy import copy
from functools import cache
from types import ModuleType

from hornstudio.engine.additions.addition import Broken, additions
from hornstudio.engine.additions.own_files import Stamp, forget_all, stamp
from hornstudio.engine.errors import FileError, ParamError
from hornstudio.engine.module import CATEGORY_WORDS, Module
from hornstudio.engine.modules import (
    constraints,
    initializers,
    regularizers,
    shipped,
    sources,
)
from hornstudio.engine.modules.activations import rectifier, shrink, sigmoid, smooth, softmax
from hornstudio.engine.modules.arrays import arrays
from hornstudio.engine.modules.callbacks import (
    csv_logger,
    early_stopping,
    ending,
    model_checkpoint,
    plateau,
    tensorboard,
)
from hornstudio.engine.modules.layers import (
    adapting,
    convolution,
    core,
    einsum,
    embedding,
    encoding,
    length_normalization,
    merging,
    normalization,
    pooling,
    regularization,
    reshaping,
    scaling,
    spectrogram,
)
from hornstudio.engine.modules.layers.attention import group_query, multi_head, single_head
from hornstudio.engine.modules.layers.augmentation import (
    colour,
    cut,
    kernel,
    light,
    mixing,
    policy,
    warp,
)
from hornstudio.engine.modules.layers.recurrent import conv_lstm2d, gru, lstm, simple_rnn
from hornstudio.engine.modules.losses import (
    crossentropy,
    focal,
    hinge,
    probabilistic,
    regression,
    segmentation,
    sequence,
)
from hornstudio.engine.modules.metrics import (
    accuracy,
    confusion,
    curve,
    deviation,
    f_score,
    operating_point,
    overlap,
)
from hornstudio.engine.modules.optimizers import (
    adafactor,
    adam,
    gradient_descent,
    layerwise,
    mean_square,
    moments,
    muon,
    prodigy,
    schedule_free,
    sign,
    sophia,
)
from hornstudio.engine.modules.pictures import image_folder
from hornstudio.engine.modules.schedules import cosine, decay, warmup
from hornstudio.engine.modules.tables import table
from hornstudio.engine.spelling import closest, is_slip_of, plain, score
from hornstudio.engine.text import Text

BUILT_IN: tuple[ModuleType, ...] = (
    sources,
    shipped,
    image_folder,
    table,
    arrays,
    core,
    embedding,
    einsum,
    convolution,
    pooling,
    simple_rnn,
    lstm,
    gru,
    conv_lstm2d,
    single_head,
    multi_head,
    group_query,
    reshaping,
    normalization,
    length_normalization,
    regularization,
    merging,
    scaling,
    encoding,
    spectrogram,
    cut,
    warp,
    light,
    colour,
    kernel,
    mixing,
    policy,
    adapting,
    rectifier,
    sigmoid,
    softmax,
    smooth,
    shrink,
    crossentropy,
    focal,
    regression,
    probabilistic,
    hinge,
    segmentation,
    sequence,
    accuracy,
    confusion,
    curve,
    operating_point,
    f_score,
    deviation,
    overlap,
    gradient_descent,
    adam,
    mean_square,
    sign,
    layerwise,
    adafactor,
    muon,
    schedule_free,
    moments,
    prodigy,
    sophia,
    initializers,
    regularizers,
    constraints,
    decay,
    cosine,
    warmup,
    early_stopping,
    plateau,
    ending,
    model_checkpoint,
    csv_logger,
    tensorboard,
)


LEFT_OUT_EVERYWHERE = {
    "name": "a node's id",
    "trainable": "whether a node is frozen",
    "dtype": "the engine computes in float32",
    "autocast": "the engine computes in float32",
    "data_format": "channels come last",
    "seed": "every random number derives from the seed of the training",
}
"""Params of Keras that no module here has, and what stands for them."""


class Catalog:
    """All known modules. `broken` says which additions could not be taken in, and why.

    own: what the user's own files were when they were read.
    """

    def __init__(self, modules: Iterable[Module]) -> None:
        self.modules: dict[tuple[str, str], Module] = {}
        self._nodes: dict[str, Module] = {}
        self.broken: list[Broken] = []
        self.own: Stamp = ()
        for module in modules:
            self.add(module)

    def add(self, module: Module) -> None:
        """Take a module in. Raises: FileError when its kind is taken."""
        place = (module.category, module.kind)
        if place in self.modules or (module.is_node and module.kind in self._nodes):
            raise FileError(
                "there is already a module {kind} ({category}); choose another kind",
                kind=module.kind,
                category=module.category,
            )
        self.modules[place] = module
        if module.is_node:
            self._nodes[module.kind] = module

    def with_more(self, modules: Iterable[Module]) -> "Catalog":
        """All that is known here, and others. Raises: FileError when the kind of one is taken."""
        made = copy(self)
        made.modules, made._nodes = dict(self.modules), dict(self._nodes)
        for module in modules:
            made.add(module)
        return made

    def get(self, kind: str) -> Module | None:
        """The module that a node of this kind is, or None."""
        return self._nodes.get(kind)

    def nodes(self) -> list[Module]:
        """Every module that can be placed on a canvas, in the order of the list."""
        return list(self._nodes.values())

    def category(self, category: str) -> list[Module]:
        """Every module of a category, in the order of the list."""
        return [m for (c, _), m in self.modules.items() if c == category]

    def held(self, category: str) -> list[Module]:
        """Every module of a category that a param can hold: it needs no weights of its own."""
        return [m for m in self.category(category) if m.is_held]

    def find(self, category: str, kind: str) -> Module:
        """The module of a category that a param can hold. Raises: ParamError."""
        module = self.modules.get((category, kind))
        if module is None:
            known = [m.kind for m in self.held(category)]
            said = "{kind} is not a kind of {category}; known are {known}"
            close = closest(kind, known)
            if close:
                said = "{kind} is not a kind of {category}; did you mean {close}? Known are {known}"
            raise ParamError(
                said, kind=kind, category=category, close=close, known=", ".join(known)
            )
        return module

    def why_unknown(self, kind: str) -> Text:
        """Why no node can be of this kind; a file that would bring it says what is wrong there."""
        for broken in self.broken:
            if broken.declares(kind):
                return Text(
                    "{kind} cannot be used: {reason}; see {place}",
                    kind=kind,
                    place=broken.place,
                    reason=broken.reason,
                )
        return Text("{kind} is not a known kind of module", kind=kind)

    def did_you_mean(self, kind: str) -> str:
        """The most similar kind of node; an empty string where a broken file has that very one."""
        if any(broken.declares(kind) for broken in self.broken):
            return ""
        return closest(kind, self._nodes)

    def begins_name(self, text: str) -> bool:
        """Whether a node's name, or another word for it, begins with a text, as with `conv 2`."""
        query = plain(text)
        return any(name.startswith(query) for m in self.nodes() for name in _names(m))

    def search(
        self,
        text: str,
        uses: Mapping[str, int] | None = None,
        category: str = "",
        fitness: Mapping[str, int] | None = None,
    ) -> list[Module]:
        """Nodes that fit what a person typed, best first; all of them for an empty text.

        Where nothing fits, what it may be a slip of. uses: how often each kind was chosen; among
        equals the most used comes first. category: look for what a param can hold of it instead.
        fitness: how well each kind suits the place that it is for; of names that begin, or hold,
        what was typed, the most suitable comes first.
        """
        among = self.held(category) if category else self.nodes()
        often = uses or {}
        query = plain(text)
        scored = [(_score(query, m) if query else 1, m) for m in among]
        if not any(score for score, _ in scored):
            scored = [(int(is_slip_of(query, _names(m))), m) for m in among]
        found = [(score, m) for score, m in scored if score]
        suits = fitness or {}

        def rank(scored: tuple[int, Module]) -> tuple[int, int, int, int]:
            score, kind = scored[0], scored[1].kind
            return -(score // 2), -suits.get(kind, 0), -score, -often.get(kind, 0)

        found.sort(key=rank)
        return [m for _, m in found]


def _names(module: Module) -> list[str]:
    return [plain(word) for word in (module.title, module.kind, *module.words)]


def _score(query: str, module: Module) -> int:
    """How well a module fits: its own names before other words.

    Among equals, such as the kinds for 1, 2 and 3 dimensions, the one of just that word is meant.
    """
    family = (module.category, *CATEGORY_WORDS.get(module.category, ()))
    best = score(query, (module.title, module.kind), module.words, family)
    if best > 1:
        return 2 * best + any(plain(word) == query for word in module.words)
    return best


@cache
def catalog() -> Catalog:
    """The built-in modules, those of installed packages, and those of the user."""
    found = Catalog(m for family in BUILT_IN for m in family.MODULES)
    found.own = stamp()
    for addition in additions():
        try:
            for module in addition.modules():
                found.add(module)
        except (Exception, SystemExit) as error:
            found.broken.append(addition.broken(error))
    return found


def read_again() -> bool:
    """Make the catalog anew if a file of the user's own has changed since; whether one has."""
    if stamp() == catalog().own:
        return False
    catalog.cache_clear()
    forget_all()
    catalog()
    return True
