from hornstudio.ui.panels.training.wording.origin import origin_words


def test_an_epoch_is_told_by_its_number_and_others_by_name(qapp):
    assert origin_words("/runs/mlp-1", "epoch-0012") == "From epoch 12 of mlp-1"
    assert origin_words("/runs/mlp-1", "best") == "From the best epoch of mlp-1"
    assert origin_words("/runs/mlp-1", "last") == "From the end of mlp-1"
    assert origin_words("/runs/mlp-1", "epoch-0002-step-7") == "From epoch-0002-step-7 of mlp-1"


def test_weights_that_were_never_trained_here_have_no_epoch(qapp):
    assert origin_words("/runs/mlp-1", "epoch-0000") == "From the weights of mlp-1"
