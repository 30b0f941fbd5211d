"""Whether an exported script computes what the engine computes, tried in a process of its own."""
