"""Looking back at a run: any epoch whose weights were kept, its figures, and a way on from it."""
