from hornstudio.ui.panels.training.process.ending import advice, why_ended


def test_why_ended_names_signals_and_quotes_the_last_line():
    assert "signal 11 (SIGSEGV)." in why_ended(11, True, "")
    assert "memory was full" in why_ended(9, True, "")
    assert why_ended(1, False, "boom").endswith("exit code 1: boom")


def test_advice_says_what_can_be_done_next():
    assert advice("Gone.", was_busy=True, may_restart=True).endswith("press Train to start again.")
    assert "another one is being started" in advice("Gone.", was_busy=False, may_restart=True)
    assert "several times in a row" in advice("Gone.", was_busy=True, may_restart=False)
