"""What a menu, a button or a key can do: the table of it, and the actions made of that."""
