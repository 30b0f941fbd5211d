"""What the command palette offers, and in which order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hornstudio.engine.spelling import is_slip_of, plain, score
from hornstudio.ui.action.action_set import Actions
from hornstudio.ui.action.menus import menus
from hornstudio.ui.action.row import Menu, without_mark
from hornstudio.ui.panels.command_palette.search_words import SEARCH_WORDS
from hornstudio.ui.search.entry_list import Entry


@dataclass(frozen=True)
class Command:
    """An action as words.

    menu: where it stands, `View · Theme`. why_not: why it cannot be done now.
    """

    id: str
    text: str
    menu: str = ""
    keys: str = ""
    icon: str = ""
    tip: str = ""
    why_not: str = ""

    @property
    def entry(self) -> Entry:
        """Its row in the list; what cannot be done now says why."""
        return Entry(
            id=self.id,
            text=self.text,
            detail=self.why_not or self.menu,
            note=self.keys,
            icon=self.icon,
            tip=self.tip,
            is_quiet=bool(self.why_not),
        )

    @property
    def names(self) -> tuple[str, ...]:
        """What it is called: its words on the screen, and its English name."""
        return (self.text, self.id)


def commands_of(actions: Actions, reasons: dict[str, str]) -> list[Command]:
    """Every action in the order of the menus. reasons: why some cannot be done now, by id."""
    return [
        Command(
            id=action_id,
            text=actions.plain_text(action_id),
            menu=menu,
            keys=actions.keys_text(action_id),
            icon=actions.icon_of(action_id),
            tip=actions[action_id].statusTip(),
            why_not=reasons.get(action_id, ""),
        )
        for action_id, menu in _places()
    ]


def find(commands: Sequence[Command], text: str, recent: Sequence[str]) -> list[Command]:
    """Commands that fit a text, best first; all for an empty one.

    Among equals the most recently used stand first, and what can be done before what cannot.
    """
    query = plain(text)
    scored = [(_score(query, c) if query else 1, c) for c in commands]
    if not any(points for points, _ in scored):
        scored = [(int(is_slip_of(query, _words(c))), c) for c in commands]
    late = {action_id: place for place, action_id in enumerate(recent)}
    found = [(points, c) for points, c in scored if points]
    found.sort(key=lambda f: (-f[0], late.get(f[1].id, len(late)), bool(f[1].why_not)))
    return [c for _, c in found]


def _score(query: str, command: Command) -> int:
    words = SEARCH_WORDS.get(command.id, ())
    return score(query, command.names, words, (command.menu, command.tip))


def _words(command: Command) -> list[str]:
    return [plain(word) for word in (*command.names, *SEARCH_WORDS.get(command.id, ()))]


def _places() -> list[tuple[str, str]]:
    """Ids of actions with the menus that they are in, the outermost first."""
    return [place for menu in menus() for place in _within(menu, ())]


def _within(menu: Menu, above: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    path = (*above, without_mark(menu.title))
    for item in menu.items:
        if isinstance(item, Menu):
            yield from _within(item, path)
        elif item:
            yield item, " · ".join(path)
