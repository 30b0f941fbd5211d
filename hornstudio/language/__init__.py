"""The languages of the program, for the window and for the command line: nothing here has Qt."""
