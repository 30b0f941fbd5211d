"""The computing process.

channel        one process: frames in and out, lines of its errors, its end
client         the worker as signals, its states, and another process when one dies
pulse halt     whether it answers, and whether somebody has stopped it
ending         its end in words;  stderr_lines: what it printed
preparation    what it does while nothing is trained
"""
