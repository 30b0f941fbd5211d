"""Files that come from elsewhere: dropped on the window, or chosen to be imported.

drop           which of several dropped files, or which pictures, are meant, or why none
prediction     what a trained network says of samples -> a list, and a table to save
measuring      how good a trained network is on other data -> its figures
asking         the network in front is asked about samples, or measured, as it was trained last
samples        the files of them that are chosen, one for each input
dropped_data   data: trained on, or the network in front is asked about it
table_look     a table looked through before its module is made
own_look       all files that a network reads, looked through again
own_modules    those of the user, read again when their files change
keras_import   a model of Keras -> a graph, and a run of its weights, in a process of its own
report         what was taken over, and what was not
weights        those that a network has come with, remembered with it
incoming       leads each to its way
arrival        where in the window it goes then
"""
