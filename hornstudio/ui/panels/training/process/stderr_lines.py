"""Lines out of the bytes that a process writes to its standard error."""

import codecs

_LONGEST = 4_000


class StderrLines:
    """Cuts bytes that arrive in pieces into lines; bad UTF-8 is marked, endless lines are cut."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest = ""
        self.last = ""

    def feed(self, data: bytes) -> list[str]:
        """Lines that are complete now."""
        *lines, self._rest = (self._rest + self._decoder.decode(data)).split("\n")
        if len(self._rest) > _LONGEST:
            lines.append(self._rest)
            self._rest = ""
        return self._kept(lines)

    def rest(self) -> list[str]:
        """What is left when no more will come."""
        lines, self._rest = [self._rest + self._decoder.decode(b"", True)], ""
        return self._kept(lines)

    def _kept(self, lines: list[str]) -> list[str]:
        kept = [line.rstrip("\r")[:_LONGEST] for line in lines if line.strip()]
        self.last = kept[-1].strip() if kept else self.last
        return kept
