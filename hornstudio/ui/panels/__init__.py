"""The panels of the window. None knows another: they meet only in the document."""
