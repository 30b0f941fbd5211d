"""What run.json tells of a run: settings, versions, state, final metrics, and every turn."""

import json
from pathlib import Path
from typing import Any

import msgspec

from hornstudio.engine.disk.atomic import write_atomically
from hornstudio.engine.disk.reason import reason_of
from hornstudio.engine.errors import RunError
from hornstudio.engine.train.kept.encoding import event_to_json, sentence_to_json
from hornstudio.engine.watch.events import Event, Knob


class RunFacts:
    """The facts in one file; each change is written at once."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> dict[str, Any]:
        """All of them; none while there is no file. Raises: RunError when it is damaged."""
        try:
            facts = json.loads(self._path.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            why = reason_of(error)
            raise RunError("{path} is damaged: {error}", path=str(self._path), error=why) from None
        return facts if isinstance(facts, dict) else {}

    def update(self, **facts: Any) -> None:
        """Note some; the others stay. Raises: FileError."""
        content = json.dumps(self.read() | facts, indent=1, ensure_ascii=False)
        write_atomically(self._path, content.encode() + b"\n")

    def knobs(self) -> list[Knob]:
        """Everything that was ever turned, in the order of the steps."""
        return msgspec.convert(self.read().get("knobs", []), list[Knob])

    def keep_knob(self, knob: Knob) -> None:
        """Note a turn for ever, so that whoever resumes before it can repeat it."""
        known = self.knobs()
        if knob not in known:
            known = sorted([*known, knob], key=lambda k: (k.epoch, k.step))
            self.update(knobs=[msgspec.to_builtins(k) for k in known])


def plain(event: Event) -> dict[str, Any]:
    """What an event tells, as JSON."""
    data = msgspec.json.decode(event_to_json(event))
    del data["event"]
    return dict(data)


def why_ended(text: str) -> dict[str, Any]:
    """Why a run has ended, for people and for translators."""
    return {"reason": text, "reason_parts": sentence_to_json(text)}
