"""HornStudio: wire neural networks by mouse, watch them learn, take plain Python home."""

__version__ = "0.1.0"
