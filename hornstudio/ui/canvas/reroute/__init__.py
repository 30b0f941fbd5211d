"""Reroute points: found by place, chosen, moved, and edited."""
