"""Cores that share a batch: the numbers of one device, and only where it pays."""

import os
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jax
import pytest

from hornstudio.engine.compile.plan import Plan, plan_graph
from hornstudio.engine.graph import Graph
from hornstudio.engine.train.steps import cores
from hornstudio.engine.train.steps.spread import spread_for
from tests.engine.sample_graph import chain, graph, judged, node
from tests.engine.train.steps.child import told_by

CHILD = Path(__file__).with_name("shared_cores.py")


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    """Where kernels do not cut the batch themselves."""
    plain = {name: value for name, value in os.environ.items() if name != "XLA_FLAGS"}
    return told_by(CHILD, variables=plain | {"HORNSTUDIO_KERNELS": "0"})


@pytest.mark.parametrize("kind", ["lstm", "simple_rnn"])
def test_cores_give_the_numbers_of_one_device(found: dict[str, Any], kind: str) -> None:
    """With masks, both ways, with random numbers, and where the last batch is odd."""
    shared, alone = found[kind]["cores"], found[kind]["one"]
    assert shared["metrics"] == pytest.approx(alone["metrics"], rel=1e-5)
    assert "4 cores share each batch" in shared["why"]
    assert "cores" not in alone["why"]
    assert shared["device"] == alone["device"]


def test_each_core_has_its_rows_of_a_large_table(found: dict[str, Any]) -> None:
    assert found["rows_on_one"] == 4096 // cores.MOST


def test_cores_compile_no_more_programs_than_one_device(found: dict[str, Any]) -> None:
    """One for whole batches and one for the odd one, however weights come to them."""
    assert [
        found[kind][way]["programs"] for kind in ("lstm", "simple_rnn") for way in ("cores", "one")
    ] == [2] * 4
    assert found["prepared"] == 1  # else compiling would count as the time of a step


def test_what_cores_carry_is_counted_on_each_of_them(found: dict[str, Any]) -> None:
    """Beside the one copy that a run falls back on."""
    held = found["held"]
    assert held["told"] == held["lying"]
    assert held["refused"] == [0, held["lying"]]


def test_a_number_that_is_none_stops_cores_at_its_step(found: dict[str, Any]) -> None:
    """What was good is kept, as a run has it that stops there; with mended data it goes on."""
    away = found["run_away"]
    assert away["told"]["node"] == "data"
    assert away["told"]["reason"].startswith("data.answer holds nan at epoch 1, step 3: ")
    assert (away["kept"], away["finite"], away["same"]) == ("epoch-0001-step-000002", True, True)
    assert away["again"]["reason"] == ""
    assert "begins anew from epoch-0001-step-000002" in away["again"]["notes"][0]


def test_cores_without_memory_name_a_batch_that_fits_and_the_next_run_trains(
    found: dict[str, Any],
) -> None:
    told, after = found["without_room"]["told"], found["without_room"]["next"]
    assert told["node"] == "words"
    assert "A batch_size of 16 should fit" in told["reason"]
    assert list(after["metrics"].values()) == found["lstm"]["cores"]["metrics"]


def test_cores_end_early_with_the_best_weights_broken_off_or_not(found: dict[str, Any]) -> None:
    early = found["ended_early"]
    assert "best was epoch 1" in early["whole"]["reason"]
    assert early["again"]["from"] == [2, 0]
    assert early["again"]["metrics"] == early["whole"]["metrics"]
    assert early["same"]


def test_a_run_on_cores_is_measured_later_to_the_same_bits(found: dict[str, Any]) -> None:
    """Where no cores are opened, as by `hornstudio evaluate`."""
    runs = {
        "early": found["ended_early"]["whole"],
        "away": found["run_away"]["again"],
        "full": found["without_room"]["next"],
    }
    now = {name: told["metrics"]["test_loss"] for name, told in runs.items()}
    assert found["measured_later"] == now


def test_layers_rest_and_live_on_cores_broken_off_or_not(found: dict[str, Any]) -> None:
    assert found["turned"] == {"same": True, "knobs": [[1, 2, True], [2, 2, False]]}


def test_where_memory_has_the_weights_once_one_core_trains(found: dict[str, Any]) -> None:
    """To the bits of one device, and it says so; later on more cores, it tells of the change."""
    one, more = found["on_too_few"]["one"], found["on_too_few"]["more"]
    assert one["why"].startswith("one core, not 4: ")
    assert (one["from"], one["notes"]) == ([1, 2], [])
    assert list(one["metrics"].values()) == found["lstm"]["one"]["metrics"]
    assert "4 cores share" in more["why"]
    assert "(sharing_cores 1 → 4); numbers may differ in their last bits" in more["notes"][0]


def test_a_run_on_cores_stays_there_when_it_is_turned(found: dict[str, Any]) -> None:
    """Though memory would not be enough for another one."""
    assert found["on_too_few"]["turned stays"]


def test_cores_give_the_same_bits_again(found: dict[str, Any]) -> None:
    """Also where samples arrive in time."""
    assert found["simple_rnn"]["cores"]["metrics"] == found["again"]["metrics"]


def test_a_processor_is_one_device_to_a_person(found: dict[str, Any]) -> None:
    assert (found["seen"], found["counted"]) == (cores.MOST, 1)


def reader(batch_size: int = 64, words: int = 1000, kind: str = "lstm", **extra: Any) -> Plan:
    """A plan with a layer that reads a sequence, and what else is named."""
    nodes = {
        "data": node("input", shape=[40], dtype="int32"),
        "target": node("input", shape=[1]),
        "words": node("embedding", input_dim=words, output_dim=32),
        "layer": node(kind, **{"units": 32, **extra}),
        "loss": node("mean_squared_error"),
        "answer": node("dense", units=1),
        "sgd": node("sgd"),
    }
    wires = [
        ("data.output", "words.input"),
        *chain("words", "layer", "answer"),
        *judged("answer", "target.output", "loss"),
        ("loss.loss", "sgd.loss"),
    ]
    whole: Graph = graph(nodes, wires, batch_size=batch_size)
    return plan_graph(whole, own_data=True)


def opened(
    monkeypatch: pytest.MonkeyPatch, count: int, platform: str = "cpu", *, has_kernels: bool = False
) -> None:
    """As if so many cores were opened, or nobody had opened any beside other devices."""
    monkeypatch.setattr(cores, "is_usable", lambda: has_kernels)
    device = SimpleNamespace(platform=platform, device_kind="Test")
    monkeypatch.setattr(cores, "jax", SimpleNamespace(local_devices=lambda: [device] * count))
    monkeypatch.setattr(cores, "_own", {"cores": count} if count > 1 else {})


def test_as_many_cores_as_get_enough_samples_each(monkeypatch: pytest.MonkeyPatch) -> None:
    opened(monkeypatch, 4)
    for size, count in ((64, 4), (24, 3), (16, 2), (30, 3), (12, 0), (31, 0)):
        assert len(cores.cores_for(reader(size))) == count, size


def test_only_where_steps_are_most_of_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    opened(monkeypatch, 2)
    assert len(cores.cores_for(reader())) == 2
    assert len(cores.cores_for(reader(kind="gru"))) == 2
    dense = graph(
        {
            "data": node("input", shape=[40]),
            "target": node("input", shape=[1]),
            "answer": node("dense", units=1),
            "loss": node("mean_squared_error"),
            "sgd": node("sgd"),
        },
        [
            ("data.output", "answer.input"),
            *judged("answer", "target.output", "loss"),
            ("loss.loss", "sgd.loss"),
        ],
        batch_size=64,
    )
    assert cores.cores_for(plan_graph(dense, own_data=True)) == ()


@pytest.mark.parametrize("kind", ["lstm", "gru", "simple_rnn"])
def test_a_kernel_cuts_the_batch_itself(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    opened(monkeypatch, 2, has_kernels=True)
    assert cores.cores_for(reader(kind=kind)) == ()
    plan = reader(kind=kind)
    assert spread_for(plan.graph.training, plan).why == spread_for(plan.graph.training).why
    others: list[dict[str, Any]] = [
        {"recurrent_dropout": 0.1},
        {"activation": "softsign"},
        {"activation": None},
        {"units": 1024},
    ]
    for other in others:
        assert len(cores.cores_for(reader(kind=kind, **other))) == 2
    mixed = replace(plan.graph.training, precision="mixed_bfloat16")
    in_short = replace(plan, graph=replace(plan.graph, training=mixed))
    assert len(cores.cores_for(in_short)) == 2


def test_a_gru_that_resets_before_the_product_has_no_kernel(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened(monkeypatch, 2, has_kernels=True)
    assert len(cores.cores_for(reader(kind="gru", reset_after=False))) == 2


def test_not_where_each_core_would_improve_many_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    opened(monkeypatch, 4)
    assert len(cores.cores_for(reader(words=100_000))) == 4  # they share the table
    assert len(cores.cores_for(reader(words=100_002))) == 2
    assert cores.cores_for(reader(words=100_001)) == ()  # no number of them can share it evenly


def test_tables_that_are_large_and_never_taken_whole_are_shared() -> None:
    assert cores.tables_of(reader(words=1024), 2) == {"words"}
    assert cores.tables_of(reader(words=1022), 2) == set()  # 32 numbers a row


def test_a_table_that_also_leads_back_stays_whole() -> None:
    table = {"input_dim": 2000, "output_dim": 32}
    back = node("reversible_embedding", **table, reverse=True)
    nodes = {
        "data": node("input", shape=[40], dtype="int32"),
        "words": node("reversible_embedding", **table),
        "layer": node("lstm", units=32, return_sequences=True),
        "back": replace(back, weights_of="words"),
    }
    whole = graph(nodes, chain("data", "words", "layer", "back"))
    assert cores.tables_of(plan_graph(whole, for_training=False, own_data=True), 2) == set()


def test_nothing_is_shared_by_cores_that_nobody_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    opened(monkeypatch, 1)
    assert cores.cores_for(reader()) == ()
    opened(monkeypatch, 2, platform="gpu")
    assert cores.cores_for(reader()) == ()
    assert len(cores.devices()) == 2


def test_shared_memory_has_everything_once_a_core(monkeypatch: pytest.MonkeyPatch) -> None:
    opened(monkeypatch, 4)
    plan = reader()
    assert spread_for(plan.graph.training, plan).copies == 4
    assert spread_for(plan.graph.training).copies == 1


def test_who_has_said_how_many_devices_there_are_has_so_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[tuple[str, int]] = []
    config = SimpleNamespace(
        jax_num_cpu_devices=-1, update=lambda name, value: told.append((name, value))
    )
    monkeypatch.setattr(cores, "jax", SimpleNamespace(config=config))
    monkeypatch.setattr(cores, "_own", {})
    monkeypatch.setattr(cores, "usable_cores", lambda: 8)
    monkeypatch.setenv("XLA_FLAGS", "--xla_force_host_platform_device_count=8")
    cores.open_cores()
    monkeypatch.setenv("XLA_FLAGS", "")
    config.jax_num_cpu_devices = 8
    cores.open_cores()
    monkeypatch.setattr(cores, "usable_cores", lambda: 1)
    config.jax_num_cpu_devices = -1
    cores.open_cores()
    assert told == []
    monkeypatch.setattr(cores, "usable_cores", lambda: 3)
    cores.open_cores()
    assert told == [("jax_num_cpu_devices", 3)]


def test_what_computes_already_goes_on_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "_own", {})
    monkeypatch.setattr(cores, "usable_cores", lambda: 8)
    monkeypatch.delenv("XLA_FLAGS", raising=False)
    assert jax.local_devices()
    cores.open_cores()
    assert cores._own == {}
