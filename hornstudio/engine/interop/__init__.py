"""Models of other programs: their files read without those programs, and without running code."""
