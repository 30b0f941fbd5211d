"""What people read: sentences in their language, with its grammar; numbers, places and titles."""
