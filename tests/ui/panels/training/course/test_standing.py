"""What can be asked about runs, and put away while another network is in front."""

from msgspec import structs

from hornstudio.engine.watch.events import Checkpointed
from hornstudio.ui.panels.training.course.trainer import Trainer


def test_how_a_run_stands_follows_its_events(document, client, told):
    trainer = Trainer(document, client, None)

    def standing() -> tuple[bool, bool, bool, bool]:
        return trainer.is_busy, trainer.has_started, trainer.can_train_on, trainer.is_done

    assert standing() == (False, False, False, False)
    trainer.train()
    assert standing() == (True, False, False, False)
    client.tell(told.started(), told.step(1, 5), Checkpointed(epoch=1, step=5, path="/x"))
    assert (standing(), trainer.progress) == ((True, True, False, False), 0.25)
    client.tell(structs.replace(told.finished(1), stopped=True))
    assert standing() == (False, False, True, False)
    assert trainer.was_stopped
    assert trainer.results
    assert trainer.trained_run == told.started().run
    kept = trainer._keep()
    trainer._forget()
    assert (trainer.results, trainer.can_train_on, trainer.was_stopped) == ([], False, False)
    assert trainer.trained_run == ""
    trainer._take(kept)
    assert trainer._keep() == kept
    assert trainer.can_train_on


def test_a_network_that_has_come_with_weights_has_a_run_without_having_been_trained(
    document, client, tmp_path
):
    trainer = Trainer(document, client, None)
    (tmp_path / "run.json").write_text("{}")
    trainer.inheritance.give(str(tmp_path))
    assert trainer.trained_run == str(tmp_path)
    trainer.inheritance.want(False)  # asked about pictures, it still answers by them
    assert trainer.trained_run == str(tmp_path)
