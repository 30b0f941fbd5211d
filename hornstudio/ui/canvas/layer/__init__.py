"""What lies on the canvas beside nodes and wires: frames behind them, points on them."""
