"""One run after another: what they have told, whose they are, and how they go on. No widgets."""
