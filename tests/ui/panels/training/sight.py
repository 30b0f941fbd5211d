"""What of the panel is seen."""


def visible_buttons(panel) -> list[str]:
    controls = panel.controls
    buttons = (controls.train, controls.go_on, controls.pause, controls.resume, controls.stop)
    return [b.text() for b in buttons if b.isVisible()]


def settle(panel) -> None:
    panel.controls.refresh()
    panel.charts.refresh()
