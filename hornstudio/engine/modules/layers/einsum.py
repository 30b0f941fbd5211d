"""A dense layer between any axes, told by an equation of letters."""

import re
from dataclasses import dataclass, replace
from typing import Any

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.lazy import jnp
from hornstudio.engine.module import Arrays, Module
from hornstudio.engine.modules.axis import LETTER_UNKNOWN, need_float
from hornstudio.engine.modules.initializers import BY_SHAPE
from hornstudio.engine.modules.layers.setting import (
    ACTIVATION,
    KERNEL_AND_BIAS,
    LORA,
    weight_array,
)
from hornstudio.engine.params import Ints, Values, Words
from hornstudio.engine.problem import set_to
from hornstudio.engine.shapes import Dim, Shape, Spec, product


def einsum_dense(w, x, *, equation, activation):
    """Sums over the axes that an equation names, each product with a weight of its own.

    y = activation(einsum(equation, x, kernel) + bias)
    Shapes: x, kernel and y as the equation says, such as abc,cd->abd; bias [...], 1 where it is
    the same for all. Source: https://keras.io/api/layers/core_layers/einsum_dense/
    """
    y = jnp.einsum(equation, x, w["kernel"])
    if "bias" in w:
        y = y + w["bias"]
    return y if activation is None else activation(y)


@dataclass(frozen=True)
class Axes:
    """An equation on one input. x, kernel, y: letters, without those of the batch.

    lengths: of every letter. elided: lengths of the dimensions that "..." stands for; is_behind:
    whether these come last.
    """

    x: str
    kernel: str
    y: str
    lengths: dict[str, Dim]
    elided: Shape
    is_behind: bool

    def shape(self, letters: str) -> Shape:
        """Lengths of some letters."""
        return tuple(self.lengths[c] for c in letters)

    def known(self, letters: str) -> tuple[int, ...]:
        """Lengths of some letters, where weights depend on them. Raises: ShapeError."""
        for letter in letters:
            if not isinstance(self.lengths[letter], int):
                raise ShapeError(
                    LETTER_UNKNOWN,
                    port="input",
                    letter=letter,
                )
        return tuple(n for n in self.shape(letters) if isinstance(n, int))


def axes_of(p: Values, x: Spec) -> Axes:
    """Read the equation and lay it over the input. Raises: ShapeError."""
    taken, kernel, given, rest = _letters(p.equation)
    spare = x.rank + 1 - len(taken)
    if spare < 0 or (spare and not rest):
        raise _refusal(
            "equation is {equation}, which takes {need} dimensions with the batch; the input "
            "{spec} has {count}",
            equation=p.equation,
            need=len(taken),
            spec=str(x),
            count=x.rank + 1,
        )
    elided = x.shape[: spare - 1] if rest == "before" else x.shape[x.rank - spare :]
    if rest != "before" or not spare:
        if taken[0] != given[0] or taken[0] in kernel:
            raise _refusal(
                "equation is {equation}; its first letter, {letter}, is the batch, which must come "
                "first in the output too and not in the kernel",
                equation=p.equation,
                letter=taken[0],
            )
        taken, given = taken[1:], given[1:]
    own = x.shape[x.rank - len(taken) :] if rest == "before" else x.shape[: len(taken)]
    lengths = _lengths(p, dict(zip(taken, own, strict=True)), kernel, given)
    return Axes(taken, kernel, given, lengths, elided if spare else (), rest == "behind")


def _letters(equation: str) -> tuple[str, str, str, str]:
    """Letters of input, kernel and output, and whether "..." stands before or behind them."""
    found = re.fullmatch(
        r"(\.\.\.)?([a-zA-Z]+)(\.\.\.)?,([a-zA-Z]+)->(\.\.\.)?([a-zA-Z]+)(\.\.\.)?", equation
    )
    if found is not None:
        before, x, behind, kernel, *others = found.groups()
        y = others[1]
        is_each_once = all(len(set(part)) == len(part) for part in (x, kernel, y))
        if [before, behind] == others[::2] and not (before and behind) and is_each_once:
            _refuse_strangers(x, kernel, y)
            return x, kernel, y, "before" if before else "behind" if behind else ""
    raise _refusal(
        "equation is {equation}; need one such as {plain}, {before} or {behind}, with each letter "
        "once in a part",
        equation=equation,
        plain="abc,cd->abd",
        before=EQUATION.default,
        behind="ab...,bc->ac...",
    )


def _refuse_strangers(x: str, kernel: str, y: str) -> None:
    """Every letter must come from somewhere and lead somewhere."""
    for letters, others, where in ((y, x + kernel, "output"), (kernel, x + y, "kernel")):
        for letter in letters:
            if letter not in others:
                raise _refusal(
                    "equation has {letter} in the {where} only; need it in another part too",
                    letter=letter,
                    where=where,
                )


def _lengths(p: Values, known: dict[str, Dim], kernel: str, given: str) -> dict[str, Dim]:
    """Length of every letter, by the input and by output_shape. Raises: ShapeError."""
    wanted = p.output_shape
    if len(wanted) != len(given):
        raise ShapeError(
            "output_shape has {count} numbers, but equation has {need} letters for them "
            "({letters})",
            count=len(wanted),
            need=len(given),
            letters=given,
        )
    lengths = dict(known)
    for letter, length in zip(given, wanted, strict=True):
        if length is None and letter not in known:
            raise ShapeError(
                "output_shape leaves {letter} open, but the input does not have it either",
                letter=letter,
            )
        if length is not None and isinstance(known.get(letter, length), int):
            if known.get(letter, length) != length:
                raise _misfit(known, given, wanted, letter)
            lengths[letter] = length
    return lengths


def _misfit(known: dict[str, Dim], given: str, wanted: Shape, letter: str) -> ShapeError:
    """output_shape says another length than the input; the input may say it itself."""
    mended = [None if c in known else n for c, n in zip(given, wanted, strict=True)]
    shown = ", ".join("?" if n is None else str(n) for n in mended)
    return ShapeError(
        "output_shape has {length} for {letter}, but the input has {own}",
        remedies=[set_to("output_shape", mended, shown=shown)],
        length=dict(zip(given, wanted, strict=True))[letter],
        letter=letter,
        own=known[letter],
    )


def _refusal(template: str, **values: Any) -> ShapeError:
    return ShapeError(template, port="input", **values)


def infer_einsum_dense(p: Values, x: Spec) -> Spec:
    """As the equation says. Raises: ShapeError where it does not fit the input."""
    need_float(x)
    axes = axes_of(p, x)
    axes.known(axes.kernel)
    _bias_shape(p, axes)
    y = axes.shape(axes.y)
    return x.with_shape((*y, *axes.elided) if axes.is_behind else (*axes.elided, *y))


def einsum_dense_weights(p: Values, x: Spec) -> Arrays:
    """kernel by its letters, bias by those of bias_axes and all behind the first of them.

    What a unit takes in and gives out is read off the equation, not off the shape of the kernel.
    """
    axes = axes_of(p, x)
    kernel = weight_array(axes.known(axes.kernel))
    if p.kernel_initializer.kind not in BY_SHAPE:
        kernel = replace(kernel, drawn_as=_fans(axes))
    shape = _bias_shape(p, axes)
    return (kernel, weight_array(shape, "bias")) if shape else (kernel,)


def _fans(axes: Axes) -> tuple[int, int]:
    """Numbers of inputs and outputs of the kernel."""
    fans = [1, 1]
    for letter, length in zip(axes.kernel, axes.known(axes.kernel), strict=True):
        fans[letter in axes.y] *= length
    return fans[0], fans[1]


def _bias_shape(p: Values, axes: Axes) -> tuple[int, ...]:
    """Shape of the bias, empty for none. Raises: ShapeError."""
    wanted = p.bias_axes or ""
    for letter in wanted:
        if letter not in axes.y:
            raise ShapeError(
                "bias_axes has {letter}, which is no dimension of the output but the batch; need "
                "some of {letters}",
                remedies=[set_to("bias_axes", None)],
                letter=letter,
                letters=axes.y,
            )
    if not wanted:
        return ()
    behind = axes.y[min(axes.y.index(letter) for letter in wanted) :]
    own = tuple(axes.known(c)[0] if c in wanted else 1 for c in behind)
    return (*own, *(1 for _ in axes.elided if axes.is_behind))


def einsum_dense_flops(p: Values, x: Spec) -> int:
    """A multiplication and an addition for each number of the input and each weight it meets."""
    axes = axes_of(p, x)
    fresh = product(axes.shape("".join(c for c in axes.kernel if c not in axes.x)))
    return 2 * (x.size or 0) * (fresh if isinstance(fresh, int) else 0)


EQUATION = Words(
    name="equation",
    default="...x,xy->...y",
    help="Letters for the dimensions of input, kernel and output, the batch first: abc,cd->abd "
    "sums over c. Three dots stand for all that are not named.",
)

MODULES = (
    Module(
        kind="einsum_dense",
        title="Einsum dense",
        category="core",
        help="A dense layer between any dimensions of a tensor, as an equation of letters says.",
        source="https://keras.io/api/layers/core_layers/einsum_dense/",
        params=(
            EQUATION,
            Ints(
                name="output_shape",
                default=(32,),
                unknown=True,
                help="Length of each dimension that the equation gives the output, without the "
                "batch and the dots; ? for one that the input has too.",
            ),
            Words(
                name="bias_axes",
                default=None,
                optional=True,
                help="Letters of the output along which a bias differs, such as d; none for no "
                "bias.",
            ),
            ACTIVATION,
            *KERNEL_AND_BIAS,
        ),
        infer=infer_einsum_dense,
        weights=einsum_dense_weights,
        flops=einsum_dense_flops,
        apply=einsum_dense,
        alone=True,
        keras="layers.EinsumDense",
        left_out={**LORA, "gptq_unpacked_column_size": LORA["lora_rank"]},
        words=(
            "einstein summation",
            "tensor product",
            "아인슈타인 합",
            "텐서 곱",
            "layers.EinsumDense",
            "torch.einsum",
            "nnx.Einsum",
            "nnx.LinearGeneral",
        ),
        main=("equation", "output_shape"),
    ),
)
