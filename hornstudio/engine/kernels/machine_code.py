"""Compiling what was written, for the processor at hand."""

import os
import platform
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from hornstudio.engine.kernels.code import Code, Share
from hornstudio.engine.kernels.handler import handler
from hornstudio.engine.lazy import ir, llvm
from hornstudio.engine.text import Text

Write = Callable[[Code, Share], None]
"""Writes what a kernel does, for one share of the work."""


@dataclass(frozen=True)
class Processor:
    """What code is compiled for. lanes: numbers that a vector of it holds."""

    name: str
    features: str
    lanes: int


@cache
def processor() -> Processor | None:
    """The one at hand; None where it has no kernels, see `why_none`."""
    return None if why_none() else _at_hand()


@cache
def why_none() -> Text | str:
    """The reason that this machine has no kernels; empty where it has."""
    if os.environ.get("HORNSTUDIO_KERNELS") == "0":
        return Text("HORNSTUDIO_KERNELS is 0")
    if sys.platform != "linux":
        return Text("they were tried on Linux alone")
    if platform.machine() != "x86_64":
        return Text("they are not made for processors of kind {kind}", kind=platform.machine())
    try:
        at_hand = _at_hand()
    except (ImportError, OSError, RuntimeError) as error:
        return Text("llvmlite cannot be used: {reason}", reason=str(error))
    return "" if at_hand else Text("they need a processor with AVX2 and FMA")


def _at_hand() -> Processor | None:
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    features = llvm.get_host_cpu_features()
    if not (features.get("avx2") and features.get("fma")):
        return None
    lanes = 16 if features.get("avx512f") else 8
    return Processor(llvm.get_host_cpu_name(), features.flatten(), lanes)


def written(name: str, write: Write, arguments: int, results: int, lanes: int) -> str:
    """A module in LLVM's words, with the kernel and what XLA calls."""
    module = ir.Module(name)
    number, pointer = ir.IntType(64), ir.PointerType()
    count = arguments + results
    code = Code(module, f"{name}.work", [*[pointer] * count, number, number, number], lanes)
    code.function.linkage = "internal"
    write(code, Share(*code.function.args[count:]))
    code.end()
    return f"{module}\n{handler(name, code.function.name, arguments, results)}"


def compiled(text: str, chosen: Processor) -> bytes:
    """An object file of such a module."""
    machine = _machine(chosen)
    module = llvm.parse_assembly(text)
    module.triple, module.data_layout = machine.triple, str(machine.target_data)
    module.verify()
    options = llvm.create_pipeline_tuning_options(speed_level=2)
    options.loop_unrolling = options.loop_vectorization = options.slp_vectorization = False
    passes = llvm.create_pass_builder(machine, options)
    passes.getModulePassManager().run(module, passes)
    code: bytes = machine.emit_object(module)
    return code


@dataclass(frozen=True)
class Loaded:
    """A function in memory, which stays there as long as this does."""

    address: int
    holder: Any


def loaded(code: bytes, name: str, chosen: Processor) -> Loaded:
    """A function of an object file, ready to be called."""
    holder = llvm.create_mcjit_compiler(llvm.parse_assembly(""), _machine(chosen))
    holder.add_object_file(llvm.ObjectFileRef.from_data(code))
    holder.finalize_object()
    return Loaded(holder.get_function_address(name), holder)


def _machine(chosen: Processor) -> Any:
    target = llvm.Target.from_default_triple()
    return target.create_target_machine(cpu=chosen.name, features=chosen.features, opt=3, jit=True)
