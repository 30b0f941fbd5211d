"""Several networks in one window, each behind a tab.

tab      one network: its document, the guard of its file, its journal, what was in view
tab_set  all of them, and which is in front
bar      the row of tabs above the canvas
apart    open files of the same name, told apart by their folders
numbering  those without a file, told apart
tabbing  tabs opened, closed and gone through, with the questions that takes
"""
