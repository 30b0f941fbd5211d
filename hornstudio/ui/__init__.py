"""The window: PySide6 widgets over the engine's plain values. The engine never imports this."""

from hornstudio.ui.override import guard_overrides

guard_overrides()
