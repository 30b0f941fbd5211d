"""Both ways of a bidirectional layer: Keras hands their states around apart, here each is one.

A state that leaves is joined behind the layer; one that comes in is split before it, unless it was
joined just before.
"""

from collections.abc import Iterator
from dataclasses import replace

from hornstudio.engine.codegen.keras.thing import Thing, layer_of
from hornstudio.engine.codegen.keras.use import Use
from hornstudio.engine.compile.call import Call
from hornstudio.engine.compile.plan import Plan
from hornstudio.engine.module import Module
from hornstudio.engine.params import Values, complete
from hornstudio.engine.shapes import Spec

WAYS = ("forward", "backward")
Halves = tuple[str, str]
Made = tuple[Use, Thing]


class Directions:
    """Makes the calls around bidirectional layers, and knows the halves of each state."""

    def __init__(self, plan: Plan, specs: dict[str, Spec]) -> None:
        self._plan = plan
        self._specs = specs
        self._halves: dict[str, Halves] = {}
        self.aliases: dict[str, str] = {}

    def around(self, use: Use, layer: Thing, taken: set[str]) -> Iterator[Made]:
        """The call with what comes before and after it. taken: ports that something takes."""
        call = use.call
        if not call.values.get("bidirectional") or call.module.category != "recurrent":
            yield use, layer
            return
        first, *initial = use.sources
        halves = []
        for sources in initial:
            if sources and sources[0] not in self._halves:
                yield self._split(call, sources[0])
            halves.append(self._halves[sources[0]] if sources else ())
        ports = call.ports
        if use.hands_out_more:
            states = [port.partition(".")[2].removeprefix("state_") for port in call.ports[1:]]
            apart = [f"{call.node}.{way}_{state}" for way in WAYS for state in states]
            ports = (call.ports[0], *apart)
        yield replace(use, sources=(first, *halves), ports=ports), layer
        if use.hands_out_more:
            for place, port in enumerate(call.ports[1:], start=1):
                pair = (ports[place], ports[place + len(call.ports) - 1])
                self._know(port, pair)
                if port in taken:
                    yield self._joined(call, port, pair)

    def _know(self, whole: str, pair: Halves) -> None:
        spec = self._specs[whole]
        length = spec.shape[-1]
        assert isinstance(length, int)
        half = spec.with_shape((*spec.shape[:-1], length // 2))
        self._specs.update(dict.fromkeys(pair, half))
        self._halves[whole] = pair

    def _split(self, call: Call, whole: str) -> Made:
        node = f"{call.node}_{whole.replace('.', '_')}_ways"
        pair = (f"{node}.forward", f"{node}.backward")
        self._know(whole, pair)
        module, values = self._plain("identity")
        split = Call(node, module, values, ((whole,),), node)
        settings = {"indices_or_sections": 2, "axis": -1, "name": node}
        return Use(split, node, ((whole,),), pair, hands_out_more=True), Thing(
            "ops.split", settings
        )

    def _joined(self, call: Call, port: str, pair: Halves) -> Made:
        node = port.replace(".", "_")
        module, values = self._plain("concatenate")
        joined = Call(node, module, values, (pair,), node)
        self.aliases[port] = joined.ports[0]
        self._specs[joined.ports[0]] = self._specs[port]
        self._halves[joined.ports[0]] = pair
        layer = layer_of(module, values, self._plan.modules).with_settings(name=node)
        return Use(joined, node, (pair,), joined.ports), layer

    def _plain(self, kind: str) -> tuple[Module, Values]:
        module = self._plan.modules.get(kind)
        assert module is not None, kind
        return module, complete(module.params, {}, self._plan.modules.find)
