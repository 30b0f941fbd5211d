"""`hornstudio` and `python -m hornstudio`: nothing is imported outside of what Ctrl+C may break."""

import sys


def main() -> int:
    """Carry out the command line; the exit code."""
    try:
        from hornstudio.cli import main as carry_out

        return carry_out()
    except KeyboardInterrupt:  # while Python was still reading the program
        return 130


if __name__ == "__main__":
    sys.exit(main())
