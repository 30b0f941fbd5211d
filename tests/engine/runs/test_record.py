from msgspec import structs

from hornstudio.engine.runs.record import RunRecord, describe


def test_a_value_is_a_field_or_a_metric() -> None:
    record = RunRecord(
        path="/r/a",
        folder="a",
        seed=3,
        metrics={"loss": 0.5, "f1": float("nan")},
        best={"loss": 0.4, "val_loss": 0.6},
    )
    assert [record.value(f) for f in ("name", "seed", "loss", "best.loss", "best")] == [
        *("a", 3, 0.5, 0.4, 0.6)
    ]
    assert [record.value(f) for f in ("f1", "metrics", "owner", "val_loss")] == [None] * 4


def test_how_far_it_came_is_told_in_epochs() -> None:
    record = RunRecord(path="/r/a", folder="a", epochs=5, steps=120)
    far = [(0, 0), (0, 3), (0, 119), (2, 60), (0, 120)]
    told = [structs.replace(record, epochs_done=e, step=s).progress for e, s in far]
    assert told == ["0/5", "0/5", "0.9/5", "2.5/5", "0.9/5"]
    assert not record.is_done
    assert structs.replace(record, epochs_done=5).is_done


def test_whose_process_it_is_is_nobodys_business() -> None:
    facts = describe(RunRecord(path="/r/a", folder="a", title="T", owner={"pid": 1}, tags=("x",)))
    assert "owner" not in facts
    assert (facts["name"], facts["tags"]) == ("T", ["x"])
