"""What can be turned while a run goes on: the run's dials as a person sees and moves them."""
