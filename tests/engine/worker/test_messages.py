import io
import math
import sys

import msgspec
import pytest

from hornstudio.engine.text import Text
from hornstudio.engine.train.forecast import Forecast
from hornstudio.engine.watch.events import (
    Declined,
    Epoch,
    Failed,
    Finished,
    Knob,
    Preparing,
    Started,
    Statistics,
    Step,
)
from hornstudio.engine.worker import messages
from hornstudio.engine.worker.messages import (
    MAX_FRAME,
    Alive,
    Evaluate,
    Evaluated,
    FrameBuffer,
    FrameError,
    JobEvent,
    Log,
    LookBack,
    LookedBack,
    Pause,
    Paused,
    Prepare,
    Prepared,
    Profile,
    Profiled,
    Ready,
    Refused,
    Resume,
    Resumed,
    Shutdown,
    Stop,
    Train,
    Turn,
    TurnTogether,
    decode_from_worker,
    decode_to_worker,
    encode,
    read_frame,
)

TO_WORKER = [
    Train(job=3, graph="{}", epochs=2, batch_size=8, seed=1, run_dir="/tmp/실행", resume=True),
    Train(job=1, graph=""),
    Prepare(graph='{"hornstudio": 1}'),
    Profile(graph="{}", ticket=4),
    Evaluate(run="/runs/a", checkpoint="epoch-0005", ticket=2),
    LookBack(run="/runs/a", epoch=5, ticket=3),
    Pause(),
    Resume(),
    Turn(node="dense", param="frozen", value=True),
    Turn(node="sgd", param="learning_rate", value=0.1),
    TurnTogether(turns=[Turn(node="a", param="frozen", value=True)]),
    Stop(),
    Shutdown(),
]
FROM_WORKER = [
    Alive(),
    Ready(version="1", jax_version="2", device="cpu", devices=["cpu", "gpu"], pid=7),
    Evaluated(ticket=2, metrics={"test_loss": 0.5}, reason=""),
    LookedBack(ticket=3, reason="no data"),
    LookedBack(
        ticket=3,
        figures=Statistics(epoch=5, step=9, nodes={"a": {"mean": 0.5}}, wires={}, overall={}),
    ),
    Prepared(
        ticket=3,
        forecast=Forecast(
            batch_size=32, peak_bytes=1 << 40, free_bytes=0, safe_batch=64, epoch_seconds=1.5
        ),
    ),
    JobEvent(job=1, body=Preparing(what="Loading", done=1, total=2)),
    JobEvent(job=1, body=Knob(node="a", param="rate", old=0.5, new={"kind": "x"}, epoch=2, step=7)),
    Profiled(ticket=4, seconds={"dense": 1e-4}),
    Profiled(ticket=4, seconds={}, reason="no data"),
    JobEvent(
        job=1,
        body=Statistics(
            epoch=1,
            step=5,
            nodes={"dense": {"mean": 0.5}},
            wires={"dense.output": 2.0},
            overall={"learning_rate": 0.1},
        ),
    ),
    JobEvent(job=1, body=Declined(node="a", param="rate", reason="no")),
    JobEvent(
        job=1,
        body=Started(
            run="r",
            epochs=1,
            batch_size=2,
            seed=3,
            steps=4,
            samples=5,
            validation_samples=6,
            test_samples=7,
            weights=8,
            device="cpu",
            source="toy",
        ),
    ),
    JobEvent(
        job=1,
        body=Step(
            epoch=1,
            step=2,
            metrics={"loss": math.inf},
            samples_per_second=1.5,
            seconds=2.5,
            seconds_left=3.5,
        ),
    ),
    JobEvent(job=2, body=Finished(run="r", epochs=1, seconds=2.0, metrics={}, stopped=True)),
    JobEvent(job=2, body=Failed(reason="no", node="a", missing="b", substitute="c")),
    Paused(job=1),
    Resumed(job=1),
    Log(level="info", text="한글"),
    Refused(reason="busy", job=2),
]


@pytest.mark.parametrize("message", TO_WORKER, ids=lambda m: type(m).__name__)
def test_message_to_the_worker_comes_back(message) -> None:
    assert decode_to_worker(encode(message)[4:]) == message


@pytest.mark.parametrize("message", FROM_WORKER, ids=lambda m: type(m).__name__)
def test_message_from_the_worker_comes_back(message) -> None:
    assert decode_from_worker(encode(message)[4:]) == message


def test_every_message_is_tried_here() -> None:
    tried = {type(m) for m in TO_WORKER + FROM_WORKER}
    assert tried == set(messages.Message.__subclasses__())


def test_not_a_number_survives() -> None:
    event = JobEvent(job=1, body=Epoch(epoch=1, seconds=0.0, metrics={"loss": math.nan}))
    body = decode_from_worker(encode(event)[4:]).body  # type: ignore[union-attr]
    assert math.isnan(body.metrics["loss"])


def test_texts_cross_as_their_words() -> None:
    message = Refused(reason=Text("{n} jobs", n=2))
    assert decode_from_worker(encode(message)[4:]) == Refused(reason="2 jobs")


def test_frame_is_big_endian_length_and_a_map_with_type_and_protocol() -> None:
    frame = encode(Pause())
    assert int.from_bytes(frame[:4], "big") == len(frame) - 4
    assert msgspec.msgpack.decode(frame[4:]) == {"type": "pause", "protocol": 1}


@pytest.mark.parametrize("size", [1, 2, 5, 1000])
def test_frames_are_found_however_bytes_arrive(size: int) -> None:
    data = b"".join(encode(m) for m in TO_WORKER)
    buffer = FrameBuffer()
    found = []
    for start in range(0, len(data), size):
        found += buffer.feed(data[start : start + size])
    assert [decode_to_worker(payload) for payload in found] == TO_WORKER


def test_stream_gives_frames_until_it_ends_or_breaks_off() -> None:
    stream = io.BytesIO(encode(Pause()) + encode(Stop())[:-1])
    payload = read_frame(stream)
    assert payload is not None
    assert decode_to_worker(payload) == Pause()
    assert read_frame(stream) is None
    assert read_frame(stream) is None


def test_length_beyond_reason_is_refused_at_once() -> None:
    for data in (b"GET / HTTP/1.1", (MAX_FRAME + 1).to_bytes(4, "big")):
        with pytest.raises(FrameError, match="is too long; at most 67,108,864") as caught:
            FrameBuffer().feed(data)
        assert caught.value.is_fatal
        with pytest.raises(FrameError, match="too long"):
            read_frame(io.BytesIO(data))


def test_too_long_message_is_not_sent() -> None:
    with pytest.raises(FrameError, match="too long"):
        encode(Log(level="info", text="x" * (MAX_FRAME + 1)))


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"\xc1",
        b"hello",
        msgspec.msgpack.encode([1, 2]),
        msgspec.msgpack.encode({"type": "unheard", "protocol": 1}),
        msgspec.msgpack.encode({"type": "train", "protocol": 1}),
        msgspec.msgpack.encode({"type": "train", "job": "1", "graph": "", "protocol": 1}),
        b"\x91" * 5000,
    ],
)
def test_what_is_no_message_is_refused_in_words(payload: bytes) -> None:
    with pytest.raises(FrameError, match="this is not a message") as caught:
        decode_to_worker(payload)
    assert not caught.value.is_fatal


@pytest.mark.parametrize("kind", ["pause", "something_new"])
def test_other_protocol_version_is_named(kind: str) -> None:
    payload = msgspec.msgpack.encode({"type": kind, "protocol": 2})
    with pytest.raises(FrameError, match="speaks version 2 of the protocol, this side 1"):
        decode_to_worker(payload)


def test_messages_of_one_side_are_not_taken_from_the_other() -> None:
    with pytest.raises(FrameError):
        decode_to_worker(encode(Log(level="info", text=""))[4:])


def test_window_reads_messages_without_jax() -> None:
    import subprocess

    code = "import sys, hornstudio.engine.worker.messages; sys.exit('jax' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
