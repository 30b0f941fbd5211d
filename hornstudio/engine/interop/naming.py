"""Names of layers as ids of nodes, and as folders of weights."""

import keyword
import re
import unicodedata


def id_of(name: str) -> str:
    """The nearest legal node id: `block1/conv 2` becomes `block1_conv_2`."""
    text = unicodedata.normalize("NFKC", name)
    text = "".join(c if f"a{c}".isidentifier() else "_" for c in text[:80]).strip("_")
    text = unicodedata.normalize("NFKC", text) or "layer"
    if not text[0].isidentifier():
        text = f"layer_{text}"
    return f"{text}_" if keyword.iskeyword(text) else text


FOLDERS = {"GroupQueryAttention": "grouped_query_attention"}
"""Where the class is called otherwise in Keras' own code."""

_HUMP = re.compile("(?<=[a-z])(?=[A-Z])|(?<=.)(?=[A-Z][a-z])")


def folder_of(class_name: str) -> str:
    """The folder of a class's weights: `Conv2DTranspose` becomes `conv2d_transpose`."""
    return FOLDERS.get(class_name) or _HUMP.sub("_", re.sub(r"\W+", "", class_name)).lower()


class Folders:
    """Folders of a list of layers: those of one class are numbered."""

    def __init__(self) -> None:
        self._count: dict[str, int] = {}

    def next(self, class_name: str) -> str:
        """The folder of the next layer."""
        stem = folder_of(class_name)
        number = self._count.get(stem, 0)
        self._count[stem] = number + 1
        return f"{stem}_{number}" if number else stem
