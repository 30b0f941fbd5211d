"""What acts on a run beside its steps: ends it early, keeps its best, writes it down."""
