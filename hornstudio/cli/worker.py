"""`hornstudio worker`: the computing process."""


def work() -> int:
    """Speak frames on the standard streams until told to end."""
    from hornstudio.engine.worker.serve import run_worker

    return run_worker()
