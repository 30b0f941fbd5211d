"""Pictures of one's own: files in folders, decoded when they are wanted.

files      which pictures there are, and of what class (scripts quote it)
decoding   a picture as numbers, brought to size (scripts quote it)
survey     what can be said of a folder without opening a picture, kept until it changes
album      many pictures as one array of which only what is wanted is decoded
image_folder   the data module
"""
