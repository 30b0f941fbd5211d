"""How good a run is: what it measures on data that it does not train on, and says of that."""

from hornstudio.engine.compile.network import Tree
from hornstudio.engine.data.dataset import Dataset
from hornstudio.engine.graph import Graph
from hornstudio.engine.text import Text
from hornstudio.engine.train.acted_upon import ActedUpon
from hornstudio.engine.train.kept.run_folder import RunFolder
from hornstudio.engine.train.steps.compiled import Compiled
from hornstudio.engine.train.steps.evaluation import evaluate
from hornstudio.engine.train.trouble.remarks import Remarks, is_gone
from hornstudio.engine.train.trouble.unsound import TEST, VALIDATION, Doubt


class Measuring(ActedUpon):
    """A run that has data to validate and to test with, once it is loaded.

    remarks: what its end will tell. waited: for data in the epoch in progress, in seconds.
    """

    dataset: Dataset

    def __init__(self, graph: Graph, parts: Compiled, folder: RunFolder | None) -> None:
        super().__init__(graph, parts, folder)
        self.remarks = Remarks()
        self.waited = 0.0
        self._doubt = Doubt(graph)

    def words_on_data(self) -> tuple[Text, ...]:
        """That there are numbers in the data to measure on which are not finite."""
        others = {VALIDATION: self.dataset.validation, TEST: self.dataset.test}
        return self.remarks.kept(*self._doubt.of_data(others))

    def validated(self) -> dict[str, float]:
        """Figures over the validation data; nothing where there is none."""
        arrays = self.dataset.validation
        weights = self.program.judged_weights(self.carry) if arrays else {}
        return self._measured(VALIDATION, arrays, weights)

    def tested(self) -> dict[str, float]:
        """Figures over the test data; nothing where there is none, or no step was taken."""
        is_untouched = self.is_stopped and self.epoch <= 1 and not self.step
        arrays = {} if is_untouched else self.dataset.test
        return self._measured(TEST, arrays, self.finished_weights())

    def _measured(self, prefix: str, arrays: Tree, weights: Tree) -> dict[str, float]:
        """Losses and metrics over data that is not trained on; nothing where there is none."""
        if not arrays:
            return {}
        measure = self.parts.measure_of(self.carry)
        held, state = self.parts.spread.to_measure((weights, self.carry["state"]))
        sums, waited = evaluate(measure, held, state, arrays)
        self.waited += waited
        figures = {prefix + name: value for name, value in self.program.results(sums).items()}
        if why := self._doubt.why(figures, self.program, self.carry, weights, arrays):
            self.say(self.remarks.kept(why)[0])
        return figures

    def remark(self) -> None:
        """Say what in a run that went well by itself has hindered it."""
        rates = self.rates_so_far()
        if count := self.remarks.stands_still:
            self.say(self.remarks.on_standing_still(count, self.epoch, self.steps, rates))
        elif is_gone(rates):
            self.say(self.remarks.on_gone_rate(self.epoch * self.steps, rates))
