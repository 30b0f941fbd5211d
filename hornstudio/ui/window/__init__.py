"""What stands around the panels: the tool bar, the status line, files, small dialogs."""
