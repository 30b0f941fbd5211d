"""What of the machine this process may use, whatever it computes."""
