"""`python -m hornstudio` is `hornstudio`."""

import sys

from hornstudio.cli import main

if __name__ == "__main__":
    sys.exit(main())
