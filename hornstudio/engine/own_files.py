"""What a data module reads of the user's own, whatever is in it: a folder, or a file."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hornstudio.engine.params import Values
from hornstudio.engine.problem import Remedy, SetParam
from hornstudio.engine.text import Text

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
