"""Augmentations that flip a picture, cut a piece out of it, or wipe a piece out."""

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.lazy import jax, jnp, lax
from hornstudio.engine.modules.layers.augmentation.draw import (
    draw_box,
    draw_chosen,
    draw_evenly,
)
from hornstudio.engine.modules.layers.augmentation.setting import (
    VALUE_RANGE,
    augmentation,
    infer_picture,
    spread,
)
from hornstudio.engine.modules.layers.scaling import HEIGHT, WIDTH, center_crop, infer_size
from hornstudio.engine.params import Choice, Floats, Values
from hornstudio.engine.shapes import Spec


def random_flip(x, *, mode, training, key):
    """While training, flip half of the pictures.

    y[h, w] = x[h, W - 1 - w] (horizontal), x[H - 1 - h, w] (vertical), or both at once, for each
    picture with chance 1/2, else x; y = x when not training.
    Shapes: x [B, H, W, C] -> [B, H, W, C].
    Source: https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_flip/
    """
    return flip(x, draw_flip(key, x), mode) if training else x


def draw_flip(key, x):
    """Whether each picture is flipped. Shapes: x [B, ...] -> [B, 1, 1, 1]."""
    return draw_evenly(key, x, (0.0, 1.0)) <= 0.5


def flip(x, is_chosen, mode):
    """Flip the chosen pictures."""
    axes = {"horizontal": (2,), "vertical": (1,), "horizontal_and_vertical": (1, 2)}
    return jnp.where(is_chosen, jnp.flip(x, axes[mode]), x)


def random_crop(x, *, height, width, training, key):
    """While training, cut a piece out of all pictures of a batch, at one random place.

    y[h, w] = x[top + h, left + w], top and left drawn evenly. Pictures that are not larger than
    the piece both ways give their middle, made larger where it must be; so do all when not
    training, as in center_crop. Shapes: x [B, H, W, C] -> [B, height, width, C].
    Source: https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_crop/
    """
    if not training:
        return center_crop(x, height=height, width=width)
    if x.shape[1] <= height or x.shape[2] <= width:
        return cut_middle(x, height, width)
    top, left = draw_corner(key, x, height, width)
    return cut(x, top, left, height, width)


def draw_corner(key, x, height, width):
    """Row and column of a piece's first place, one for the whole batch. Shapes: both []."""
    for_row, for_column = jax.random.split(key)
    top = jax.random.randint(for_row, (), 0, x.shape[1] - height + 1)
    return top, jax.random.randint(for_column, (), 0, x.shape[2] - width + 1)


def cut(x, top, left, height, width):
    """The piece of that size whose first place is given."""
    return lax.dynamic_slice(x, (0, top, left, 0), (x.shape[0], height, width, x.shape[3]))


def cut_middle(x, height, width):
    """The middle of pictures that are too small for a random piece, made larger if need be."""
    rows = max(min(x.shape[1], int(x.shape[2] * height / width)), 1)
    columns = max(min(x.shape[2], int(x.shape[1] * width / height)), 1)
    top, left = (x.shape[1] - rows) // 2, (x.shape[2] - columns) // 2
    piece = x[:, top : top + height, left : left + width]
    if piece.shape[1:3] == (height, width):
        return piece
    size = (x.shape[0], height, width, x.shape[3])
    return jax.image.resize(piece, size, "bilinear", antialias=False)


def random_erasing(x, *, factor, scale, fill_value, value_range, training, key):
    """While training, wipe a random box out of a random share of the pictures.

    y = v inside the box, for each picture with a chance that is drawn from `factor`, else x; the
    box has height sqrt(a) * H and width sqrt(b) * W, each picture's a and b drawn from `scale`.
    v is fill_value, or normal random numbers times the larger number of value_range, clipped to
    it. y = x when not training. Shapes: x [B, H, W, C] -> [B, H, W, C].
    Source: Zhong et al., 2017, arXiv:1708.04896, alg. 1, as in
    https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_erasing/
    """
    if not training:
        return x
    return erase(x, *draw_erasing(key, x, factor, scale, fill_value, value_range))


def draw_erasing(key, x, factor, scale, fill_value, value_range):
    """Whether each picture is chosen, where its box is, and what is put into it."""
    for_choice, for_box, for_fill = jax.random.split(key, 3)
    is_chosen, is_hole = draw_chosen(for_choice, x, factor), draw_hole(for_box, x, scale)
    return is_chosen, is_hole, draw_fill(for_fill, x, fill_value, value_range)


def draw_hole(key, x, scale):
    """Which places lie in a random box of each picture. Shapes: x [B, H, W, C] -> [B, H, W, 1]."""
    for_height, for_width, for_place = jax.random.split(key, 3)
    height, width = (jnp.sqrt(draw_evenly(k, x, scale)) for k in (for_height, for_width))
    return draw_box(for_place, x, height, width)


def draw_fill(key, x, fill_value, value_range):
    """What is put into boxes. Shapes: x [B, H, W, C] -> [B, H, W, C], [C] or []."""
    if fill_value is None:
        fill = jax.random.normal(key, x.shape, x.dtype) * value_range[1]
    else:
        fill = jnp.asarray(fill_value, x.dtype)
    return jnp.clip(fill, value_range[0], value_range[1])


def erase(x, is_chosen, is_hole, fill):
    """Put `fill` into the holes of the chosen pictures."""
    return jnp.where(is_chosen & is_hole, fill, x)


def infer_random_erasing(p: Values, x: Spec) -> Spec:
    """[H, W, C] -> [H, W, C]. Raises: ShapeError when fill_value has another length than C."""
    spec, channels = infer_picture(p, x), x.shape[2]
    count = len(p.fill_value or ())
    if count > 1 and isinstance(channels, int) and channels != count:
        raise ShapeError(
            "fill_value has {count} numbers; need one, or one for each of {channels} channels",
            port="input",
            count=count,
            channels=channels,
        )
    return spec


MODULES = (
    augmentation(
        random_flip,
        "Random flip",
        "Flips half of the pictures while training.",
        Choice(
            name="mode",
            default="horizontal_and_vertical",
            options=("horizontal", "vertical", "horizontal_and_vertical"),
            help="Whether left and right are swapped, top and bottom, or both at once.",
        ),
        main=("mode",),
        words=("mirror", "좌우 반전", "상하 반전", "transforms.RandomHorizontalFlip"),
    ),
    augmentation(
        random_crop,
        "Random crop",
        "Cuts a piece out of the pictures, at a random place while training.",
        HEIGHT,
        WIDTH,
        infer=infer_size,
        main=("height", "width"),
        words=("crop", "자르기", "transforms.RandomCrop"),
    ),
    augmentation(
        random_erasing,
        "Random erasing",
        "Wipes a random box out of a random share of the pictures while training.",
        spread("factor", (0.0, 1.0), 0.0, "Between which two chances a picture's own is drawn"),
        spread(
            "scale",
            (0.02, 0.33),
            0.0,
            "Between which shares of the picture two are drawn, whose roots are the box's height "
            "and width as shares of the picture's",
        ),
        Floats(
            name="fill_value",
            default=None,
            optional=True,
            help="What is put into the box: one number, or one for each channel; none puts random "
            "numbers there.",
        ),
        VALUE_RANGE,
        infer=infer_random_erasing,
        each=2,
        main=("factor", "scale"),
        words=("cutout", "무작위 지우기", "transforms.RandomErasing"),
    ),
)
