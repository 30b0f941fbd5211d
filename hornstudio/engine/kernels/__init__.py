"""Machine code of our own for what a processor trains with, where XLA's takes longer.

Each kernel is written as LLVM's intermediate code for the shapes at hand, compiled by llvmlite, and
called from within XLA's programs, whose threads share its work.
"""
