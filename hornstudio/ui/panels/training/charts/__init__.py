"""Live curves: loss and another metric over the epochs, earlier runs behind them.

history      (one floor up) what runs have told, as growing arrays
   |-- picture    one metric of one run: raw, smoothed, validation, test     numpy
   |-- numbers/   which values are shown, smoothed, ranked; tables           numpy
   |-- plot       the drawing surface (pyqtgraph, imported after the first paint by `loading`,
   |               statement by statement: piecemeal)
   |-- ground     what lies under its curves: gridlines, texts at the axes
   |-- reading    what is said at a point;  crosshair: where it is said;  walk: how keys get there
   |-- view       header and plot of one metric
   |-- panel      both charts, smoothing, earlier runs
"""
