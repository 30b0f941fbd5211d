"""What people read: sentences in their language, with its grammar; numbers and places."""
