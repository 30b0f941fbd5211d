"""The runs of this session and those that a person has chosen: which are drawn, and in front."""

from collections.abc import Collection, Iterable, Mapping
from itertools import count
from pathlib import Path

from hornstudio.engine.watch.events import Started
from hornstudio.ui.panels.training.course.run import Run
from hornstudio.ui.words.title import run_text

EARLIER_RUNS = 8
"""Of this session, which are drawn without being asked for."""
MOST_BEHIND = 32
"""With those that a person has chosen: more cannot be told apart."""


class History:
    """current: the run of this session that goes on, or was the last to. earlier: what is drawn
    behind the one in front.

    Runs that a person chooses are all that is drawn, besides one that goes on. Where the current
    one is over and was not chosen, one of them is in front in its place.
    """

    def __init__(self) -> None:
        self.current: Run | None = None
        self._earlier: list[Run] = []
        self._in_front: Run | None = None
        self._laid_by: list[Run] = []
        self._count = 0

    @property
    def earlier(self) -> list[Run]:
        """What is drawn behind the one in front. Each keeps its look as long as it is."""
        return self._earlier

    @earlier.setter
    def earlier(self, runs: list[Run]) -> None:
        behind = {id(run) for run in runs}
        for run in self._earlier:
            run.look = run.look if id(run) in behind else -1
        taken = {run.look for run in runs}
        free = (look for look in count() if look not in taken)
        for run in runs:
            run.look = next(free) if run.look < 0 else run.look
        self._earlier = runs

    @property
    def front(self) -> Run | None:
        """The run that the others are drawn behind."""
        return self._in_front or self.current

    @property
    def drawn(self) -> list[Run]:
        """All that are drawn, the one in front first."""
        return [run for run in (self.front, *self.earlier) if run is not None]

    @property
    def _own(self) -> list[Run]:
        """Those of this session, drawn or not, the latest one last."""
        own = {id(run): run for run in (*self._laid_by, *self.earlier) if not run.title}
        own |= {id(run): run for run in (self._in_front, self.current) if run and not run.title}
        return sorted(own.values(), key=lambda run: run.number)

    def begin(self, started: Started) -> Run:
        """Start a new run; what was in front is drawn behind it, if it had drawn anything.

        A run that was resumed goes on where it was.
        """
        is_same = self.current and started.run and started.run == self.current.started.run
        if self.current and is_same:
            self._come_back()
            self.current.go_on(started)
            return self.current
        self._step_back()
        self._count += 1
        self.current = Run(self._count, started, seconds=started.seconds_before)
        return self.current

    def take_up(self, run: Run) -> None:
        """Let a run of another day be the current one, to be gone on with.

        Where it is that one already, more of it has become known.
        """
        before = self.current
        self.earlier = [each for each in self.earlier if not _are_one(each, run)]
        if self._in_front and _are_one(self._in_front, run):
            self._in_front = None
        if before and _are_one(before, run):
            self._come_back()
            run.number = before.number
        else:
            self._step_back()
            self._count += 1
            run.number = self._count
        run.title = ""
        self.current = run

    def choose(self, runs: Iterable[Run]) -> None:
        """Draw these, and besides them only what goes on; what is drawn now goes.

        A run of this session is drawn as it is known here, and goes by its number.
        """
        own = {run.started.run: run for run in self._own}
        chosen = [_as_known(run, own) for run in runs]
        if not chosen:
            return
        drawn = {id(run) for run in chosen}
        for run in (*own.values(), *chosen):
            run.is_chosen = id(run) in drawn
        rest = [run for run in own.values() if id(run) not in drawn and run is not self.current]
        self._laid_by = rest[-MOST_BEHIND:]
        keeps_current = self.current and (id(self.current) in drawn or not self.current.is_over)
        self._in_front = None if keeps_current else chosen[0]
        self.earlier = [run for run in chosen if run is not self.front][:MOST_BEHIND]

    def stays(self, run: Run) -> bool:
        """Whether a run that is drawn cannot be taken away: it goes on, or is all that there is."""
        is_all = run is self.front and not self.earlier
        return run is self.current and (is_all or not run.is_over)

    @property
    def known(self) -> list[Run]:
        """All that are drawn, and those of this session that are not."""
        drawn = {id(run) for run in self.drawn}
        return [*self.drawn, *(run for run in self._own if id(run) not in drawn)]

    def draw(self, run: Run) -> None:
        """Draw one more."""
        if any(each is run for each in self.drawn):
            return
        run.is_chosen = True
        self._laid_by = [each for each in self._laid_by if each is not run]
        if run is self.current:
            self._come_back()
        elif self.front is None:
            self._in_front = run
        else:
            self.earlier = [*self.earlier, run][-MOST_BEHIND:]

    def take_away(self, run: Run) -> None:
        """Draw a run no more, unless it stays. Where none is left, the current one is drawn."""
        if self.stays(run):
            return
        run.is_chosen = False
        is_front = run is self.front
        self.earlier = [each for each in self.earlier if each is not run]
        self._lay_by([run])
        if is_front:
            self._in_front = next(iter(self.earlier), None)
            self.earlier = self.earlier[1:]

    def clear(self) -> None:
        """Forget all runs; the next one is the first."""
        self.current = self._in_front = None
        self.earlier, self._laid_by = [], []
        self._count = 0

    @property
    def has_others(self) -> bool:
        """Whether anything is drawn but the current run."""
        return bool(self.earlier) or self._in_front is not None

    def clear_earlier(self) -> None:
        """Draw no run but the current one of this session."""
        for run in self.drawn:
            run.is_chosen = False
        self._lay_by(run for run in self.drawn if run is not self.current)
        self.earlier, self._in_front = [], None

    def forget(self, paths: Collection[str]) -> None:
        """Draw runs no more whose folders are gone; the current one of this session stays."""
        for run in self.drawn:
            if run.started.run in paths and run is not self.current:
                self.take_away(run)
        self._laid_by = [run for run in self._laid_by if run.started.run not in paths]

    def _lay_by(self, runs: Iterable[Run]) -> None:
        """Know those of this session further, for them to be drawn again."""
        own = [run for run in runs if not run.title]
        self._laid_by = [*self._laid_by, *own][-MOST_BEHIND:]

    def _step_back(self) -> None:
        """What is in front makes room for another run: chosen ones stay in their order."""
        chosen, self._in_front = self._in_front, None
        own = [self.current] if self.current and self.current.metrics else []
        if chosen:
            self.earlier = _kept([chosen, *self.earlier])
            self._lay_by(own)
        else:
            self.earlier = _kept([*self.earlier, *own])

    def _come_back(self) -> None:
        """The current run is in front again."""
        behind = [run for run in (self._in_front, *self.earlier) if run and run is not self.current]
        self.earlier, self._in_front = _kept(behind), None


def _as_known(run: Run, own: Mapping[str, Run]) -> Run:
    """The run of this session that it is, by the name that it has been given; else itself."""
    known = own.get(run.started.run, run)
    if known is not run:
        is_named = run.title != run_text(Path(run.started.run).name)
        known.called = run.title if is_named else ""
    return known


def _are_one(run: Run, other: Run) -> bool:
    return run.started.run == other.started.run


def _kept(behind: list[Run]) -> list[Run]:
    """Those of some runs, in order, that stay behind the one in front, chosen ones first of all."""
    others = [run for run in behind if not run.is_chosen][:-EARLIER_RUNS]
    gone = {id(run) for run in others}
    return [run for run in behind if id(run) not in gone][-MOST_BEHIND:]
