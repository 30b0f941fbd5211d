"""One field for each kind of param; see `table`."""
