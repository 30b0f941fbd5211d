"""All runs that were kept: what they were, what came of them, and what tells them apart."""
