"""Who hears the signals of something that outlives them."""

from PySide6.QtCore import QMetaMethod, QObject, SignalInstance


def drop_hearers(sender: QObject, *signals: SignalInstance) -> None:
    """Let nobody hear these signals of an object any more: all who did belong to what has gone."""
    for signal in signals:
        if sender.isSignalConnected(QMetaMethod.fromSignal(signal)):
            signal.disconnect()
