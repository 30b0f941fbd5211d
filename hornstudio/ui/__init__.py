"""The window: PySide6 widgets over the engine's plain values. The engine never imports this."""

from hornstudio.ui.override import guard_overrides
from hornstudio.ui.unread import leave_sources_unread

leave_sources_unread()
guard_overrides()
