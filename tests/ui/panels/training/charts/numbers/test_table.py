import csv
import io
import math

from msgspec import structs

from hornstudio.ui.panels.training.charts.numbers.table import COLUMNS, table_of
from hornstudio.ui.panels.training.course.run import Run


def test_every_point_is_a_line(told):
    run = Run(3, told.started(epochs=2, run="/runs/mlp-7"))
    run.add_step(told.step(1, 5, loss=0.5))
    run.add_step(told.step(1, 10, loss=0.25))
    run.add_epoch(told.epoch(1, loss=0.375, val_loss=0.2))
    run.add_test(told.finished(test_loss=0.1))
    lines = list(csv.reader(io.StringIO(table_of([run]))))
    assert tuple(lines[0]) == COLUMNS
    assert lines[1:] == [
        ["mlp-7", "loss", "train", "0.5", "0.5"],
        ["mlp-7", "loss", "train", "1.0", "0.25"],
        ["mlp-7", "loss", "train_epoch", "1.0", "0.375"],
        ["mlp-7", "loss", "validation", "1.0", "0.2"],
        ["mlp-7", "loss", "test", "1.0", "0.1"],
        ["mlp-7", "statistics.samples_per_second", "train", "1.0", "52312.0"],
    ]


def test_test_figures_are_of_the_epoch_whose_weights_were_taken_back(told):
    run = Run(3, told.started(epochs=2))
    for epoch in (1, 2):
        run.add_epoch(told.epoch(epoch, val_loss=0.1 * epoch))
    run.add_test(structs.replace(told.finished(test_loss=0.1), ends_with=1))
    assert table_of([run]).splitlines()[-1] == "1,loss,test,1.0,0.1"


def test_what_was_no_number_has_its_line(told):
    run = Run(3, told.started(epochs=3, run="/runs/mlp-7"))
    for epoch, loss in enumerate([0.5, math.nan, math.inf], 1):
        run.add_epoch(told.epoch(epoch, val_loss=loss))
    values = [line[-2:] for line in csv.reader(io.StringIO(table_of([run])))]
    assert values[1:] == [["1.0", "0.5"], ["2.0", "nan"], ["3.0", "inf"]]


def test_runs_of_other_days_go_by_their_names(told):
    runs = [Run(0, told.started(epochs=2), title=name) for name in ("digits-1", "digits-2")]
    for run in runs:
        run.add_step(told.step(1, 5, loss=0.5))
    lines = list(csv.reader(io.StringIO(table_of(runs))))
    assert {line[0] for line in lines[1:]} == {"digits-1", "digits-2"}


def test_a_run_without_a_folder_goes_by_its_number(told):
    run = Run(3, told.started(run=""))
    run.add_step(told.step(1, 5, loss=0.5))
    assert table_of([run]).splitlines()[1].startswith("3,loss")


def test_no_runs_are_only_the_names_of_the_columns():
    assert table_of([]) == ",".join(COLUMNS) + "\n"
