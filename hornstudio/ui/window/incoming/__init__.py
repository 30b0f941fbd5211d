"""Files that come from elsewhere: dropped on the window, or chosen to be imported.

drop           which of several dropped files, or which folder of pictures, is meant, or why none
keras_import   a model of Keras -> a graph, in a process of its own
report         what was taken over, and what was not
incoming       leads each to its way
"""
