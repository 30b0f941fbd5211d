"""Comment frames and notes on the canvas.

gesture    moving one with what lies in it, and pulling at its border
framing    adding, naming, colouring, removing: each an undo step
menu       what the context menu offers for one
editor     the field that a note's text is typed into
"""
