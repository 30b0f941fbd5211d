"""What `bench/train_speed.py` runs: the workloads, each on each peer."""
