"""`python -m tests.parity --report`: how far each module is from Keras 3."""

import argparse
import os
import sys


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.parity", description=__doc__)
    parser.add_argument("--report", action="store_true", required=True, help="print the table")
    parser.parse_args()
    os.environ["KERAS_BACKEND"] = "jax"
    from tests.parity.report import ALL, table  # after the backend is chosen

    text = table(ALL)
    print(text)
    return 1 if "FAILS" in text else 0


if __name__ == "__main__":
    sys.exit(main())
