"""The panel of all runs: found, compared, noted, restored, gone on with.

panel            the table with its filter and actions
   |-- reader        the list, read and sorted in a thread
   |-- model         records as rows;  column: what each column shows
   |-- filter_bar    words, state, tag
   |-- actions       what can be done with the selected runs
   |-- comparison    what sets runs apart (compare_dialog shows it)
"""

from hornstudio.ui.panels.runs.panel import RunsPanel

__all__ = ["RunsPanel"]
