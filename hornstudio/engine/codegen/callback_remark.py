"""What a script does otherwise than the graph's callbacks say, in words of its heading."""

import textwrap
from collections.abc import Mapping

from hornstudio.engine.codegen.callback_plan import callbacks_in
from hornstudio.engine.compile.plan import Plan

_WIDTH = 96


def callback_remarks(plan: Plan, told: Mapping[str, str], *, carried_out: frozenset[str]) -> str:
    """A paragraph for each callback that a script carries out in another way, or leaves out.

    told: words by kind. carried_out: kinds that the script has.
    """
    kinds = dict.fromkeys(each.module.kind for each in callbacks_in(plan))
    lines = [told[kind] for kind in kinds if kind in told]
    missing = [kind for kind in kinds if kind not in told and kind not in carried_out]
    if missing:
        lines.append(f"Left out here, of the callbacks of the graph: {', '.join(missing)}.")
    return "".join(f"\n{textwrap.fill(words, _WIDTH)}\n" for words in lines)
