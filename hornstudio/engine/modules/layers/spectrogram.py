"""Sound as a picture: how strong each pitch is at each time."""

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.lazy import jnp
from hornstudio.engine.module import Module
from hornstudio.engine.modules.axis import need_float
from hornstudio.engine.params import Choice, Flag, Float, Int, Values
from hornstudio.engine.problem import set_to
from hornstudio.engine.shapes import Spec, map_dim


def mel_spectrogram(
    x,
    *,
    fft_length,
    sequence_stride,
    sequence_length,
    window,
    sampling_rate,
    num_mel_bins,
    min_freq,
    max_freq,
    power_to_db,
    top_db,
    mag_exp,
    min_power,
    ref_power,
):
    """How strong each band of pitches is at each time, on the mel scale of hearing.

    Pieces of the sound, every sequence_stride samples, are transformed by Fourier; the sizes to
    the power mag_exp are summed in num_mel_bins triangles, even in mel(f) = 1127 * ln(1 + f / 700)
    from min_freq to max_freq. power_to_db: y = 10 * log10(max(p, min_power) / ref_power), and at
    least the largest of the batch less top_db.
    Shapes: x [B, T] -> [B, num_mel_bins, T // sequence_stride + 1] for an even fft_length.
    Source: https://keras.io/api/layers/preprocessing_layers/audio_preprocessing/mel_spectrogram/
    """
    pieces = cut_pieces(x, fft_length, sequence_stride)
    weight = window_weights(window, sequence_length or fft_length, fft_length)
    size = jnp.abs(jnp.fft.rfft(pieces * weight.astype(x.dtype))) ** mag_exp
    bands = mel_triangles(
        fft_length // 2 + 1, num_mel_bins, sampling_rate, min_freq, max_freq or sampling_rate // 2
    )
    power = size @ bands.astype(x.dtype)
    if power_to_db:
        power = to_decibels(power, top_db, min_power, ref_power)
    return jnp.swapaxes(power, 1, 2)


def cut_pieces(x, length, stride):
    """Pieces around every stride-th sample, mirrored at the ends.

    Shapes: x [B, T] -> [B, T // stride + 1, length].
    """
    x = jnp.pad(x, ((0, 0), (length // 2, length // 2)), mode="reflect")
    starts = jnp.arange(0, x.shape[1] - length + 1, stride)
    return x[:, starts[:, None] + jnp.arange(length)]


def window_weights(window, length, fft_length):
    """How much each sample of a piece counts: less at its ends. Shapes: [fft_length]."""
    turn = 2.0 * jnp.pi * jnp.arange(length) / length
    weight = jnp.ones(length)
    if window == "hann":
        weight = 0.5 - 0.5 * jnp.cos(turn)
    elif window == "hamming":
        weight = 0.54 - 0.46 * jnp.cos(turn)
    before = (fft_length - length) // 2
    return jnp.pad(weight, (before, fft_length - length - before))


def mel(frequency):
    """Pitch as it is heard, of a frequency in hertz."""
    return 1127.0 * jnp.log(1.0 + frequency / 700.0)


def mel_triangles(bins, bands, sampling_rate, min_freq, max_freq):
    """What each frequency adds to each band; nothing at 0 hertz. Shapes: [bins, bands]."""
    pitch = mel(jnp.linspace(0.0, sampling_rate / 2.0, bins))[1:, None]
    edges = jnp.linspace(mel(min_freq), mel(max_freq), bands + 2)
    low, middle, high = edges[:-2], edges[1:-1], edges[2:]
    rising, falling = (pitch - low) / (middle - low), (high - pitch) / (high - middle)
    return jnp.pad(jnp.maximum(0.0, jnp.minimum(rising, falling)), ((1, 0), (0, 0)))


def to_decibels(power, top_db, min_power, ref_power):
    """10 * log10 of power by ref_power, and at least the largest less top_db."""
    level = 10.0 * jnp.log10(jnp.maximum(power, min_power))
    level = level - 10.0 * jnp.log10(jnp.maximum(jnp.abs(ref_power), min_power))
    # Its place, not its value: compiled roughly, a level worked out twice may not equal itself.
    largest = level.ravel()[jnp.argmax(level)]
    return jnp.maximum(level, largest - top_db)


def infer_mel_spectrogram(p: Values, x: Spec) -> Spec:
    """[T] -> [num_mel_bins, T // sequence_stride + 1]. Raises: ShapeError."""
    if x.rank != 1:
        raise ShapeError("gets {spec}; needs the samples of a sound", port="input", spec=str(x))
    need_float(x)
    length, highest = p.sequence_length or p.fft_length, p.max_freq or p.sampling_rate // 2
    if length > p.fft_length:
        raise _too_long(length, p.fft_length)
    if highest <= p.min_freq:
        raise ShapeError(
            "min_freq is {low}, but the highest frequency is {high}; need less",
            remedies=[set_to("min_freq", 0)],
            low=p.min_freq,
            high=highest,
        )
    stride, odd = p.sequence_stride, p.fft_length % 2
    less = "-1" if odd else ""
    times = map_dim(x.shape[0], lambda n: (n - odd) // stride + 1, f"⌊({{}}{less})/{stride}⌋+1")
    return x.with_shape((p.num_mel_bins, times))


def _too_long(length: int, fft_length: int) -> ShapeError:
    return ShapeError(
        "sequence_length is {length}; need at most fft_length, {fft_length}",
        remedies=[set_to("sequence_length", fft_length)],
        length=length,
        fft_length=fft_length,
    )


def mel_spectrogram_flops(p: Values, x: Spec) -> int:
    """5 n log2(n) for a transform of n, and a multiplication and addition for each triangle."""
    times = infer_mel_spectrogram(p, x).shape[1]
    bins = p.fft_length // 2 + 1
    each = 5 * p.fft_length * (p.fft_length.bit_length() - 1) + 2 * bins * p.num_mel_bins
    return times * each if isinstance(times, int) else 0


MODULES = (
    Module(
        kind="mel_spectrogram",
        title="Mel spectrogram",
        category="preprocessing",
        help="Turns a sound into a picture of how strong each pitch is at each time.",
        source="https://keras.io/api/layers/preprocessing_layers/audio_preprocessing/"
        "mel_spectrogram/",
        params=(
            Int(
                name="fft_length",
                default=2048,
                low=2,
                title="FFT length",
                help="How many samples are transformed at once.",
            ),
            Int(
                name="sequence_stride",
                default=512,
                low=1,
                help="How many samples lie between one time and the next.",
            ),
            Int(
                name="sequence_length",
                default=None,
                low=1,
                optional=True,
                advanced=True,
                help="How many of the transformed samples count; none means all.",
            ),
            Choice(
                name="window",
                default="hann",
                options=("hann", "hamming"),
                optional=True,
                advanced=True,
                help="How samples fade out at the ends of a piece; none means not at all.",
            ),
            Int(
                name="sampling_rate",
                default=16000,
                low=1,
                unit="Hz",
                help="How many samples there are for a second.",
            ),
            Int(name="num_mel_bins", default=128, low=1, help="How many bands of pitches."),
            Float(
                name="min_freq",
                default=20.0,
                low=0.0,
                unit="Hz",
                help="Where the lowest band begins.",
            ),
            Float(
                name="max_freq",
                default=None,
                above=0.0,
                optional=True,
                unit="Hz",
                help="Where the highest band ends; none means half the sampling rate.",
            ),
            Flag(
                name="power_to_db",
                default=True,
                title="In decibels",
                help="Whether strengths are given in decibels, as loudness is heard.",
            ),
            Float(
                name="top_db",
                default=80.0,
                low=0.0,
                unit="dB",
                advanced=True,
                help="How far below the strongest of the batch the weakest may lie.",
            ),
            Float(
                name="mag_exp",
                default=2.0,
                above=0.0,
                advanced=True,
                title="Exponent",
                help="Power of the sizes: 2 for energy, 1 for amplitude.",
            ),
            Float(
                name="min_power",
                default=1e-10,
                above=0.0,
                advanced=True,
                help="Least strength that is told from silence.",
            ),
            Float(
                name="ref_power",
                default=1.0,
                advanced=True,
                title="Reference",
                help="Strength that is 0 decibels.",
            ),
        ),
        infer=infer_mel_spectrogram,
        flops=mel_spectrogram_flops,
        apply=mel_spectrogram,
        keras="layers.MelSpectrogram",
        words=("audio", "sound", "stft", "멜 스펙트로그램", "소리", "T.MelSpectrogram"),
        main=("num_mel_bins", "sequence_stride"),
    ),
)
