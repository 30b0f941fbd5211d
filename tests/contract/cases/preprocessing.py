"""What is done to data first, and random changes of pictures."""

from typing import Any

from tests.contract.case import Case, Inputs, f, i

PICTURE = f(5, 7, 3)
GREY = f(5, 7, 1)
UNIT = {"value_range": [0, 1]}
OUTSIDE = {"fill_mode": "constant", "interpolation": "nearest", "fill_value": 0.5}
WARPED = {
    "random_rotation": {"factor": [0.05, 0.1]},
    "random_translation": {"height_factor": [0.1, 0.2], "width_factor": [-0.3, -0.2]},
    "random_zoom": {"height_factor": [0.2, 0.3], "width_factor": [-0.4, -0.3]},
    "random_shear": {"x_factor": [0.1, 0.2], "y_factor": [0.3, 0.4]},
}
MEL = {"fft_length": 16, "sequence_stride": 4, "num_mel_bins": 5, "sampling_rate": 800}


def pre(kind: str, inputs: Inputs, **params: Any) -> Case:
    return Case("preprocessing", kind, inputs, params)


JITTER = {
    "brightness_factor": 0.1,
    "contrast_factor": 0.2,
    "saturation_factor": [0.4, 0.7],
    "hue_factor": 0.3,
}
SMALL = {"height": 4, "width": 3}

CASES: list[Case] = [
    pre("rescaling", (PICTURE,), scale=[0.5, 2, 3], offset=[-1, 0, 1]),
    Case("preprocessing", "rescaling", (f(4, 3),), {"scale": 2}, masked=(0,)),
    pre("rescaling", (i(4, 3),)),
    pre("resizing", (PICTURE,), height=8, width=9, interpolation="bicubic"),
    pre("resizing", (PICTURE,), **SMALL, antialias=True, crop_to_aspect_ratio=True),
    pre("resizing", (PICTURE,), height=8, width=4, pad_to_aspect_ratio=True, fill_value=0.3),
    pre("center_crop", (PICTURE,), height=2, width=4),
    pre("center_crop", (PICTURE,), height=8, width=4),
    pre("category_encoding", (i(classes=3), None), output_mode="one_hot"),
    pre("category_encoding", (i(4), None), num_tokens=3),
    pre("category_encoding", (i(4), f(4)), num_tokens=3, output_mode="count"),
    pre("mel_spectrogram", (f(30),), **MEL),
    pre(
        "mel_spectrogram",
        (f(31),),
        **{**MEL, "fft_length": 15},
        sequence_length=12,
        window="hamming",
        min_freq=10.0,
        max_freq=300.0,
        top_db=10.0,
        mag_exp=1.5,
        min_power=0.01,
        ref_power=2.0,
    ),
    pre("mel_spectrogram", (f(30),), **MEL, window=None, power_to_db=False),
    pre("random_flip", (PICTURE,), mode="horizontal"),
    pre("random_crop", (PICTURE,), height=3, width=4),
    pre("random_crop", (PICTURE,), height=8, width=9),
    pre("random_erasing", (PICTURE,)),
    pre("random_erasing", (PICTURE,), factor=0.8, scale=[0.1, 0.5], fill_value=[0.5], **UNIT),
    *[pre(kind, (PICTURE,), **params, **OUTSIDE) for kind, params in WARPED.items()],
    pre("random_rotation", (GREY,)),
    pre("random_brightness", (PICTURE,), factor=[0.1, 0.3], **UNIT),
    pre("random_contrast", (PICTURE,), factor=0.4, **UNIT),
    pre("random_invert", (PICTURE,), factor=[0.3, 0.6], **UNIT),
    pre("random_saturation", (PICTURE,), factor=[0.1, 0.8], **UNIT),
    pre("random_hue", (PICTURE,), factor=[0.2, 0.9], **UNIT),
    pre("random_grayscale", (PICTURE,), factor=0.4),
    pre("random_color_jitter", (PICTURE,), **JITTER, **UNIT),
    pre("random_sharpness", (PICTURE,), factor=0.9, **UNIT),
    pre(
        "random_gaussian_blur",
        (PICTURE,),
        factor=[0.5, 0.9],
        kernel_size=[5, 3],
        sigma=[0.4, 0.8],
        **UNIT,
    ),
    pre("mix_up", (PICTURE, None)),
    pre("mix_up", (PICTURE, f(4)), alpha=0.9),
    pre("cut_mix", (PICTURE, f(4)), factor=[0.5, 0.7]),
    pre("rand_augment", (GREY,), num_ops=3, factor=0.8, interpolation="nearest", **UNIT),
]

MORE: list[Case] = [
    *[
        pre("resizing", (PICTURE,), height=h, width=w, interpolation=mode)
        for h, w, mode in (
            (9, 4, "bilinear"),
            (3, 8, "nearest"),
            (4, 9, "lanczos3"),
            (4, 9, "lanczos5"),
        )
    ],
    pre("resizing", (PICTURE,), height=3, width=9, crop_to_aspect_ratio=True),
    pre("resizing", (PICTURE,), height=3, width=8, pad_to_aspect_ratio=True, fill_value=0.3),
    pre("center_crop", (PICTURE,), height=4, width=9),
    pre("category_encoding", (i(4, 1), None), num_tokens=4, output_mode="one_hot"),
    pre("category_encoding", (i(4, 2), None), num_tokens=2, output_mode="one_hot"),
    pre("category_encoding", (i(4), None), num_tokens=3, output_mode="count"),
    pre("random_flip", (PICTURE,)),
    pre("random_flip", (PICTURE,), mode="vertical"),
    pre("random_crop", (PICTURE,), height=2, width=7),
    *[pre(kind, (PICTURE,), **params) for kind, params in WARPED.items()],
    pre("random_zoom", (PICTURE,), height_factor=0.2, fill_mode="wrap"),
    pre("random_rotation", (PICTURE,), factor=0.2, fill_mode="nearest"),
    pre("random_brightness", (PICTURE,)),
    pre("random_contrast", (GREY,)),
    pre("random_invert", (PICTURE,)),
    pre("random_saturation", (PICTURE,)),
    pre("random_hue", (PICTURE,)),
    pre("random_grayscale", (GREY,)),
    pre("random_color_jitter", (PICTURE,)),
    pre("random_sharpness", (PICTURE,)),
    pre("random_gaussian_blur", (PICTURE,)),
]
"""Further cases, only compared with Keras."""
