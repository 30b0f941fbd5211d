"""Graphs on disk: files, unsaved work, ready graphs, composites that a user keeps."""
