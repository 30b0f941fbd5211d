"""Where arrays come from: sources, files checked and fetched, splits and batches."""
