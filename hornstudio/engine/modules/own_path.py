"""Where files of one's own are. Plain Python that stands alone: exports quote it."""

import os
import pathlib


def find_own(path, is_there):
    """A file or folder as it is named, or below a folder of $HORNSTUDIO_DATA.

    is_there: os.path.isfile or os.path.isdir; neither minds a path that there cannot be.
    """
    named = pathlib.Path(os.path.expanduser(path))  # that of pathlib refuses unknown users
    listed = os.environ.get("HORNSTUDIO_DATA", "").split(os.pathsep)
    places = [pathlib.Path(os.path.expanduser(part)) / named for part in listed if part]
    return next((place for place in places if is_there(place)), named)
