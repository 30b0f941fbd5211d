"""A picture as numbers, by Pillow. Functions that stand alone: exports quote them."""

from hornstudio.engine.lazy import np


def read_picture(path, image_size, color_mode, fit, interpolation):
    """Bytes [height, width, channels] of a picture, put upright and brought to size.

    fit: `stretch` takes all of it, `crop` cuts off what is too long, as much on both sides, `pad`
    fills up with black. Source: keras.utils.load_img, for `stretch` and `crop`.
    """
    from PIL import Image, ImageOps

    mode = {"grayscale": "L", "rgb": "RGB", "rgba": "RGBA"}[color_mode]
    with Image.open(path) as picture:
        ImageOps.exif_transpose(picture, in_place=True)
        if picture.mode.startswith("I"):  # 16 bits a point
            bits = np.clip(np.asarray(picture), 0, 65535).astype(np.uint16)
            flat = Image.fromarray((bits >> 8).astype(np.uint8)).convert(mode)
        else:
            flat = picture.convert(mode)
    sized = brought_to_size(flat, image_size, fit, Image.Resampling[interpolation.upper()])
    return np.asarray(sized).reshape(*image_size, -1)


def brought_to_size(picture, image_size, fit, resample):
    """A picture of Pillow's in another size: height and width."""
    from PIL import Image

    height, width = image_size
    if picture.size == (width, height):
        return picture
    if fit == "crop":
        high = min(picture.height, picture.width * height // width)
        wide = min(picture.width, picture.height * width // height)
        left, top = (picture.width - wide) // 2, (picture.height - high) // 2
        box = (left, top, left + max(1, wide), top + max(1, high))
        return picture.resize((width, height), resample, box=box)
    if fit == "pad":
        scale = min(width / picture.width, height / picture.height)
        wide, high = (max(1, round(n * scale)) for n in picture.size)
        page = Image.new(picture.mode, (width, height))
        place = ((width - wide) // 2, (height - high) // 2)
        page.paste(picture.resize((wide, high), resample), place)
        return page
    return picture.resize((width, height), resample)


def as_fractions(pixels):
    """Bytes as numbers from 0 to 1. Shapes: pixels [...] -> [...]."""
    return np.divide(pixels, 255, dtype=np.float32)


def size_of(path):
    """Height and width of a picture, put upright."""
    from PIL import Image, ImageOps

    with Image.open(path) as picture:
        ImageOps.exif_transpose(picture, in_place=True)
        return picture.height, picture.width


def look_at(path):
    """Read the beginning of a picture. Raises: what Pillow raises where it is none."""
    from PIL import Image

    with Image.open(path):
        pass
