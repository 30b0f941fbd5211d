"""How steps are taken: compiled, fed with samples, in dispatches of about equal time."""
