"""What argparse itself says, in the person's language.

It asks gettext for its words, which looks for a catalogue of its own kind; here it asks ours.
"""

import argparse

from hornstudio.cli.words import tr

WORDS = (
    "usage: ",
    "positional arguments",
    "options",
    "show this help message and exit",
    "argument %(argument_name)s: %(message)s",
    "the following arguments are required: %s",
    "expected one argument",
    "expected at most one argument",
    "expected at least one argument",
    "ignored explicit argument %r",
    "ambiguous option: %(option)s could match %(matches)s",
)
"""Those that a person can meet here; the others are for who writes a program."""


def speak_as_argparse() -> None:
    """From now on it looks its words up as we do; should it ask otherwise one day, in English."""
    argparse._ = tr  # type: ignore[attr-defined]
