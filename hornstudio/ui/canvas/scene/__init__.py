"""What is on the canvas: items for nodes and wires, level with the document."""
