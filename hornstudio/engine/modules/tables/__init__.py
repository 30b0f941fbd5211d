"""Tables of one's own: a file with a row for each sample, its columns numbers or words.

reading    a file as rows of text, whatever separates its cells (scripts quote it)
columns    what is in each column: numbers, words, gaps (scripts quote it)
encoding   columns as the numbers that a network gets (scripts quote it)
sampling   the samples to train, test and validate with (scripts quote it)
loading    the same of a table that was looked through, and further rows to predict
labelled   further rows with their answers
further    tables of their own to validate and to test with
value      what is in a column, as a person reads it
quotes     quotes that nobody closed, and what they have swallowed
roles      what each column is for, and how that is changed
survey     what can be said of a table at once, kept until its file changes
table      the data module
"""
