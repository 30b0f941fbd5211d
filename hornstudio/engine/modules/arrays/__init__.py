"""Arrays of one's own, as NumPy saves them: several in an .npz, or each in an .npy.

reading    which arrays there are, and one of them (scripts quote it)
naming     what each is for, by its name (scripts quote it)
encoding   arrays as the numbers that a network gets (scripts quote it)
looking    what is in targets: classes, and which (scripts quote it)
header     shape and type of an array, without reading it; why a file is none
opening    an array in memory, or mapped where it is large
survey     what can be said of a file at once, kept until it changes
faults     numbers that nothing can be learned from, found and named
converted  a large array of which only the wanted rows become numbers for a network
loading    the samples
labelled   further samples, for a network that learned from other ones
content    what a run keeps of them
spec       shapes, and why there are none;  target_spec: those of targets
roles      what each array is for, and how that is changed
choosing   files that were chosen together
arrays     the data module
"""
