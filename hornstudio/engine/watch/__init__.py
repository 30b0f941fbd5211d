"""What a run tells, to whoever drives it and to what watches it.

events     plain values, one after the other
view       the run as those see it that watch it
figure     what figures are called
rounds     epochs that can be compared by a figure
callback   what watches, and may act: end it early, change what it carries
"""
