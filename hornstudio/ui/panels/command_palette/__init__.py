"""Every action of the window, searched by its words and run with Enter."""

from hornstudio.ui.panels.command_palette.command import Command, commands_of
from hornstudio.ui.panels.command_palette.palette import CommandPalette

__all__ = ["Command", "CommandPalette", "commands_of"]
