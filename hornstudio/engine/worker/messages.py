"""What the window and the computing process say to each other, and how it is framed.

A frame is four bytes, the length of what follows (big-endian), then one message in MessagePack:
a map with its kind under "type" and the version of this protocol under "protocol". The same bytes
travel over a pipe or through ssh. This file imports no JAX: the window uses it too.
"""

from typing import Any, BinaryIO, TypeVar

import msgspec

from hornstudio.engine.errors import HornError
from hornstudio.engine.train.forecast import Forecast
from hornstudio.engine.watch.events import AnyEvent, Statistics
from hornstudio.engine.worker.wording import revive, to_send

PROTOCOL = 1
MAX_FRAME = 64 << 20
_LENGTH = 4


class FrameError(HornError):
    """Bytes that are no message; `is_fatal` when the place of the next frame is lost too."""

    is_fatal = False


class Message(msgspec.Struct, frozen=True, tag_field="type", tag=str.lower, kw_only=True):
    """Root of all messages."""

    protocol: int = PROTOCOL


# To the computing process ------------------------------------------------------------------------


class Train(Message, frozen=True):
    """Train a graph: the text of a `.horn` file. None takes what the file says.

    job: a number that the window chooses; every event of the run carries it. run_dir: empty for
    a new folder under the user's runs; with `resume` the folder of the run to go on with. branch:
    folder of another run, in whose weights this one begins. checkpoint: the one to go on from or
    to begin in: `last`, `best`, or a name such as `epoch-0005`. watch: whether Statistics are told
    now and then. file: where the graph is from; empty where it was never saved.
    """

    job: int
    graph: str
    epochs: int | None = None
    batch_size: int | None = None
    seed: int | None = None
    run_dir: str = ""
    resume: bool = False
    branch: str = ""
    checkpoint: str = "last"
    watch: bool = False
    file: str = ""


class Prepare(Message, frozen=True):
    """Load the data of a graph and compile it, as long as there is nothing else to do.

    ticket: a number that the window chooses; Prepared carries it back.
    """

    graph: str
    ticket: int = 0


class Profile(Message, frozen=True):
    """Measure how long each layer of a graph takes, as soon as there is nothing else to do.

    ticket: a number that the window chooses; Profiled carries it back.
    """

    graph: str
    ticket: int = 0


class Evaluate(Message, frozen=True):
    """Measure a checkpoint or a snapshot of a run on the test data; Evaluated is the answer.

    run: its folder. checkpoint: `best`, `last`, or a name such as `epoch-0005`. ticket: a number
    that the window chooses; the answer carries it back.
    """

    run: str
    checkpoint: str
    ticket: int = 0


class LookBack(Message, frozen=True):
    """Tell what the network of an epoch that a run has kept looks like inside, as soon as there is
    nothing else to do; LookedBack is the answer.

    run: its folder. ticket: a number that the window chooses; the answer carries it back.
    """

    run: str
    epoch: int
    ticket: int = 0


class Pause(Message, frozen=True):
    """Hold the job before its next step."""


class Resume(Message, frozen=True):
    """Go on after a pause."""


class Turn(Message, frozen=True):
    """Give a param of the job's graph another value from its next dispatch on, as JSON.

    It is answered by a Knob or a Declined among the job's events; node and param are as there.
    """

    node: str
    param: str
    value: Any


class TurnTogether(Message, frozen=True):
    """Turn several things before the same dispatch, for which the network is compiled once."""

    turns: list[Turn]


class Stop(Message, frozen=True):
    """End the job nicely: it still writes its checkpoint, and ends with Finished."""


class Shutdown(Message, frozen=True):
    """Stop the job, then end the process."""


_Turning = Turn | TurnTogether
ToWorker = (
    Train | Prepare | Profile | Evaluate | LookBack | Pause | Resume | _Turning | Stop | Shutdown
)


# From the computing process ----------------------------------------------------------------------


class Ready(Message, frozen=True):
    """Warm: the next Train starts at once."""

    version: str
    jax_version: str
    device: str
    devices: list[str]
    pid: int
    why_device: str = ""


class Prepared(Message, frozen=True):
    """What a training of the prepared graph will need."""

    ticket: int
    forecast: Forecast


class Profiled(Message, frozen=True):
    """Seconds of each layer by node, of the unfolded graph; or why it could not be measured."""

    ticket: int
    seconds: dict[str, float]
    reason: str = ""


class Evaluated(Message, frozen=True):
    """Figures on the test data, by name with `test_` before it; or why there are none."""

    ticket: int
    metrics: dict[str, float] = {}
    reason: str = ""


class LookedBack(Message, frozen=True):
    """Figures of an epoch gone by; None where there are none, and why."""

    ticket: int
    figures: Statistics | None = None
    reason: str = ""


class JobEvent(Message, frozen=True):
    """An event of a run; Finished or Failed is the last one of its job."""

    job: int
    body: AnyEvent


class Paused(Message, frozen=True):
    """The job is held now."""

    job: int


class Resumed(Message, frozen=True):
    """The job goes on."""

    job: int


class Log(Message, frozen=True):
    """A line that something printed. level: info (standard output) or error (standard error)."""

    level: str
    text: str


class Refused(Message, frozen=True):
    """A message that was not carried out, and why. job: 0 when it concerns none."""

    reason: str
    job: int = 0


class Alive(Message, frozen=True):
    """The process lives, whatever it computes; said every second."""


FromWorker = (
    Ready
    | Prepared
    | Profiled
    | Evaluated
    | LookedBack
    | JobEvent
    | Paused
    | Resumed
    | Log
    | Refused
    | Alive
)

M = TypeVar("M", ToWorker, FromWorker)

_encoder = msgspec.msgpack.Encoder(enc_hook=to_send)
_to_worker: "msgspec.msgpack.Decoder[ToWorker]" = msgspec.msgpack.Decoder(ToWorker)
_from_worker: "msgspec.msgpack.Decoder[FromWorker]" = msgspec.msgpack.Decoder(FromWorker)


def encode(message: Message) -> bytes:
    """The frame of a message. Raises: FrameError when it is too long."""
    payload = _encoder.encode(message)
    _check_length(len(payload))
    return len(payload).to_bytes(_LENGTH, "big") + payload


def decode_to_worker(payload: bytes) -> ToWorker:
    """The message of a frame that the window sent. Raises: FrameError."""
    return _decode(payload, _to_worker)


def decode_from_worker(payload: bytes) -> FromWorker:
    """The message of a frame that the computing process sent. Raises: FrameError."""
    return revive(_decode(payload, _from_worker))


def _decode(payload: bytes, decoder: "msgspec.msgpack.Decoder[M]") -> M:
    try:
        message = decoder.decode(payload)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise _version_error(payload) or FrameError(
            "this is not a message: {error}", error=str(error)
        ) from None
    if message.protocol != PROTOCOL:
        raise _version_error(payload) or FrameError("the message has no protocol version")
    return message


def _version_error(payload: bytes) -> FrameError | None:
    """The reason that a message of another protocol version cannot be read."""
    try:
        spoken = msgspec.msgpack.decode(payload, type=dict).get("protocol", PROTOCOL)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None
    if spoken == PROTOCOL:
        return None
    return FrameError(
        "the other side speaks version {spoken} of the protocol, this side {known}; install the "
        "same HornStudio on both",
        spoken=spoken,
        known=PROTOCOL,
    )


def _check_length(length: int) -> None:
    if length > MAX_FRAME:
        error = FrameError(
            "a message of {length} bytes is too long; at most {limit}",
            length=f"{length:,}",
            limit=f"{MAX_FRAME:,}",
        )
        error.is_fatal = True
        raise error


class FrameBuffer:
    """Cuts frames out of bytes that arrive in pieces."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def feed(self, data: bytes) -> list[bytes]:
        """Payloads that are complete now. Raises: FrameError (fatal) for a length beyond reason."""
        self._bytes += data
        payloads = []
        while len(self._bytes) >= _LENGTH:
            length = int.from_bytes(self._bytes[:_LENGTH], "big")
            _check_length(length)
            if len(self._bytes) < _LENGTH + length:
                break
            payloads.append(bytes(self._bytes[_LENGTH : _LENGTH + length]))
            del self._bytes[: _LENGTH + length]
        return payloads


def read_frame(stream: BinaryIO) -> bytes | None:
    """The next payload of a blocking stream; None at its end. Raises: FrameError (fatal)."""
    head = stream.read(_LENGTH)
    if len(head) < _LENGTH:
        return None
    length = int.from_bytes(head, "big")
    _check_length(length)
    payload = stream.read(length)
    return payload if len(payload) == length else None
