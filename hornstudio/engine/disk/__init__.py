"""Files and processes: whole files or none, who holds them, and who has ended."""
