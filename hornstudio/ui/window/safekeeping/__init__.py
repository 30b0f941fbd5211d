"""Nothing that a person made is lost: the journal, the file and its lock, what a crash has left.

keeper     unsaved work -> the window's journal, within a second of each edit
writer     the thread that writes it
guard      the open file: who else has it, whether it can be written, whether it has changed
bar        what the guard has found, above the canvas, with the ways out
recovery   journals of windows that have ended, offered on the start page
finder     the thread that reads them
look       what such a journal holds, before it is brought back
"""
