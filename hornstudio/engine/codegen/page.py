"""What every exported script has: heading, imports, settings and titled sections."""

from hornstudio.engine.codegen.quote import Quoter
from hornstudio.engine.compile.plan import Plan
from hornstudio.engine.graph import UNNAMED

ACCUMULATION = "GRADIENT_ACCUMULATION"
"""Name of the constant that says how many batches make one update; there only where several do."""

_RULE = "# " + "-" * 78


def titled(title: str, text: str) -> list[str]:
    """A section below a rule."""
    return ["", _RULE, f"# {title}", _RULE, "", "", text, ""]


def heading(plan: Plan, about: str) -> str:
    """The docstring of the script: the graph's name, and what it needs and does."""
    kinds = {plan.graph.nodes[port.partition(".")[0]].kind for port in plan.data}
    found = [module.own for kind in kinds if (module := plan.modules.get(kind))]
    more = sorted({name for own in found if own for name in own.packages})
    about = about.replace("numpy\n", " ".join(["numpy", *more]) + "\n", 1)
    name = " ".join(plan.graph.name.replace("\\", "/").replace('"', "'").split())
    first = "A neural network" if name == UNNAMED else f"{name}: a neural network"
    return f'"""{first} made with HornStudio.\n\n{about}"""\n'


def imports(quoter: Quoter, third: tuple[str, ...]) -> str:
    """Python's own imports, then those of `third`, the packages that the script needs."""
    lines = sorted(quoter.imports, key=lambda line: (not line.startswith("import "), line))
    own = [line for line in lines if line.split()[1].partition(".")[0] not in third]
    own += [f"from {m} import {', '.join(sorted(quoter.stdlib[m]))}" for m in sorted(quoter.stdlib)]
    return "\n".join([*own, "", *(line for line in lines if line not in own)])


def settings(plan: Plan) -> str:
    """How to train, as constants."""
    training = plan.graph.training
    named = {"EPOCHS": training.epochs, "BATCH_SIZE": training.batch_size, "SEED": training.seed}
    if training.gradient_accumulation > 1:
        named[ACCUMULATION] = training.gradient_accumulation
    return "\n".join(f"{name} = {value}" for name, value in named.items())
