import errno

import pytest

from hornstudio.engine.errors import DataError, FileError, RunError
from hornstudio.engine.train.failure import failure_of


def raised(error: BaseException) -> BaseException:
    try:
        raise error
    except BaseException as caught:
        return caught


def test_data_error_names_node_kind_and_substitute() -> None:
    error = DataError("no {path}", missing="mnist", substitute="digits", node="m", path="x.gz")
    failed = failure_of(error)
    assert (failed.reason, failed.node) == ("no x.gz", "m")
    assert (failed.missing, failed.substitute) == ("mnist", "digits")


def test_file_error_tells_all_its_problems() -> None:
    failed = failure_of(FileError("2 problems", problems=["a: bad", "b: worse"]))
    assert failed.reason == "a: bad; b: worse"


@pytest.mark.parametrize(
    "error",
    [MemoryError(), RuntimeError("RESOURCE_EXHAUSTED: Out of memory allocating 9 bytes\nmore")],
)
def test_lack_of_memory_says_what_to_make_smaller(error: Exception) -> None:
    reason = failure_of(error).reason
    assert "not enough memory" in reason
    assert "batch_size" in reason
    assert "\n" not in reason


def test_a_full_disk_is_told_in_words() -> None:
    reason = failure_of(OSError(errno.ENOSPC, "No space left on device")).reason
    assert reason == (
        "there is no room left where this is written (No space left on device); make some, and "
        "try again"
    )


def test_reason_is_in_words_and_traceback_apart() -> None:
    failed = failure_of(raised(ZeroDivisionError("division by zero")))
    assert failed.reason == "something went wrong inside: ZeroDivisionError: division by zero"
    assert "Traceback" not in failed.reason
    assert "test_failure.py" in failed.traceback


def test_a_fault_in_the_maths_of_a_module_keeps_the_way_to_it() -> None:
    cause = raised(KeyError("kernel"))
    error = RunError("the maths failed", node="gate")
    error.__cause__ = cause
    failed = failure_of(error)
    assert (failed.reason, failed.node) == ("the maths failed", "gate")
    assert "test_failure.py" in failed.traceback


def test_own_errors_speak_for_themselves() -> None:
    assert failure_of(RunError("it is {what}", what="over")).reason == "it is over"
