"""A process that speaks the worker's frames without computing anything; its argument says how."""

import os
import signal
import sys
import time

from hornstudio.engine.watch.events import Checkpointed, Epoch, Finished, Preparing, Started, Step
from hornstudio.engine.worker import messages as m

GREETING = m.Ready(
    version="1", jax_version="1", device="CPU (x86_64)", devices=["CPU (x86_64)"], pid=os.getpid()
)


def write(data: bytes) -> None:
    os.write(1, data)


def send(message: m.Message) -> None:
    write(m.encode(message))


def read() -> m.ToWorker | None:
    payload = m.read_frame(sys.stdin.buffer)
    return None if payload is None else m.decode_to_worker(payload)


def started(epochs: int = 2, run: str = "/runs/1") -> Started:
    return Started(
        run=run,
        epochs=epochs,
        batch_size=32,
        seed=0,
        steps=10,
        samples=320,
        validation_samples=32,
        test_samples=64,
        weights=7,
        device="CPU (x86_64)",
        source="fake: 320",
    )


def events(job: int, epochs: int = 2) -> list[m.JobEvent]:
    told = [Preparing(what="Compiling the network"), started(epochs)]
    for epoch in range(1, epochs + 1):
        for step in range(1, 11):
            metrics = {"loss": 1.0 / (epoch * 10 + step), "accuracy": 0.5}
            told.append(
                Step(
                    epoch=epoch,
                    step=step,
                    metrics=metrics,
                    samples_per_second=1000.0,
                    seconds=1.0,
                    seconds_left=2.0,
                )
            )
        told.append(Epoch(epoch=epoch, seconds=1.0, metrics={"loss": 0.1, "val_loss": 0.2 / epoch}))
    metrics = {"loss": 0.1, "test_loss": 0.2356, "test_accuracy": 0.934}
    told.append(Finished(run="/runs/1", epochs=epochs, seconds=2.0, metrics=metrics))
    return [m.JobEvent(job=job, body=event) for event in told]


def main(how: str) -> None:
    if how == "dies":
        print("no such device", file=sys.stderr, flush=True)
        sys.exit(3)
    if how == "deaf":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        while True:
            time.sleep(60)
    if how == "cannot warm up":
        send(m.Refused(reason="the computing process cannot start: no device"))
        sys.exit(1)
    send(GREETING)
    while (message := read()) is not None and not isinstance(message, m.Shutdown):
        if isinstance(message, m.Train):
            train(how, message)
        elif isinstance(message, m.Stop) and how == "obeys":
            finished = Finished(run="", epochs=1, seconds=1.0, metrics={}, stopped=True)
            send(m.JobEvent(job=1, body=finished))


def train(how: str, message: m.Train) -> None:
    job = message.job
    if how == "refuses":
        send(m.Refused(reason="the graph is empty", job=job))
    elif how == "garbage":
        write((3).to_bytes(4, "big") + b"\xc1\xc1\xc1")
        time.sleep(60)
    elif how == "endless frame":
        write(b"\xff" * 64)
        time.sleep(60)
    elif how == "kills itself":
        for event in events(job)[:8]:
            send(event)
        os.kill(os.getpid(), signal.SIGKILL)
    elif how == "pieces":
        for byte in b"".join(m.encode(event) for event in events(job)):
            write(bytes([byte]))
    elif how == "burst":
        told = events(job)
        write(b"".join(m.encode(event) for event in told[:2]))
        block = b"".join(m.encode(event) for event in told[2:12])
        for _ in range(2_000):
            write(block)
        send(told[-1])
    elif how == "beats":
        for event in events(job)[:8]:
            send(event)
        checkpointed = Checkpointed(epoch=1, step=6, path="/runs/1/x")
        send(m.JobEvent(job=job, body=checkpointed))
        while True:
            send(m.Alive())
            time.sleep(0.02)
    elif how == "obeys":
        for event in events(job)[:8]:
            send(event)
        print("half a line", end="", file=sys.stderr, flush=True)
        print(" and the rest", file=sys.stderr, flush=True)
    else:
        for event in events(job):
            send(event)


if __name__ == "__main__":
    main(sys.argv[1])
