"""Settings that several nodes have in common: shown once, and set for all of them at once."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

from hornstudio.engine.module import Module
from hornstudio.engine.params import Nested, Param
from hornstudio.ui.document import Document
from hornstudio.ui.form.fields.holding import Holding
from hornstudio.ui.form.form import Form
from hornstudio.ui.form.step import reset_params, set_params
from hornstudio.ui.panels.inspector.section import Section
from hornstudio.ui.words.translate import tr, tr_engine

Taken = TypeVar("Taken", bound=Param)
_MOST_FORMS = 12
"""Forms that are kept: many small widgets take their time, and a selection comes back."""


class SharedSettings(Section):
    """A form of the params that all of them have; hidden where there are none."""

    def __init__(self, document: Document) -> None:
        super().__init__(tr("Settings"))
        self.document = document
        self.form: Form | None = None
        self._ids: list[str] = []
        self._modules: dict[str, Module] = {}
        self._forms: list[tuple[tuple[Param, ...], Form]] = []

    def show_nodes(self, ids: list[str]) -> None:
        """Show what these nodes have in common; what was being typed was meant for the former."""
        is_other = set(ids) != set(self._ids)
        if is_other:
            self.drop()
        self._ids = ids
        found = {kind: self.document.modules.get(kind) for kind in self._kinds()}
        self._modules = {kind: module for kind, module in found.items() if module}
        params = shared_params([*self._modules.values()]) if all(found.values()) else ()
        self.setVisible(bool(params))
        if not params:
            self._show_form(None)
            return
        several = tr("Settings in common")
        self.title.setText(several if len(self._modules) > 1 else tr("Settings"))
        self._show_form(self._form_of(params))
        assert self.form is not None
        self.form.show_several(self._held())
        self.form.show_idle(self._idle())
        if is_other:
            self.form.open_if_needed()

    def _idle(self) -> dict[str, str]:
        """Params that change nothing in any of the nodes, with why in one of them."""
        known = [self.document.report.facts.get(node_id) for node_id in self._ids]
        idle = [facts.idle if facts else {} for facts in known]
        shared = (param for param in idle[0] if all(param in each for each in idle))
        return {param: tr_engine(idle[0][param]) for param in shared}

    def commit(self) -> None:
        """Take over what has been typed, where it is good."""
        if self.form:
            self.form.commit()

    def drop(self) -> None:
        """Forget what has been typed and not taken over."""
        if self.form:
            self.form.drop()

    def _kinds(self) -> list[str]:
        nodes = self.document.graph.nodes
        return list(dict.fromkeys(nodes[i].kind for i in self._ids))

    def _held(self) -> list[Holding]:
        nodes = self.document.graph.nodes
        defaults = {k: {p.name: p.default for p in m.params} for k, m in self._modules.items()}
        return [Holding(nodes[i].params, defaults[nodes[i].kind]) for i in self._ids]

    def _form_of(self, params: tuple[Param, ...]) -> Form:
        for known, form in self._forms:
            if known == params:
                return form
        form = Form(params, self.document.modules)
        form.param_edited.connect(self._on_param_edited)
        form.param_reset.connect(lambda name: reset_params(self.document, name, self._ids))
        form.hide()
        self.body.addWidget(form)
        self._forms.append((params, form))
        if len(self._forms) > _MOST_FORMS:
            self._forms.pop(0)[1].deleteLater()
        return form

    def _show_form(self, form: Form | None) -> None:
        if form is not self.form:
            if self.form:
                self.form.drop()
                self.form.hide()
            self.form = form
        if form:
            form.show()

    def _on_param_edited(self, name: str, raw: Any) -> None:
        assert self.form is not None
        done = self.form.edit
        param = self.form.rows[name].param
        held = zip(self._ids, self._held(), strict=True)
        values = {i: done.applied(each.value_of(param), raw) for i, each in held}
        set_params(self.document, name, values, done)
        self.form.show_several(self._held())


def shared_params(modules: Sequence[Module]) -> tuple[Param, ...]:
    """Params that all modules have and that take the same values; defaults may be others."""
    first, *others = modules
    shared = first.params
    for module in others:
        its = {p.name: _as_taken(p) for p in module.params}
        shared = tuple(p for p in shared if its.get(p.name) == _as_taken(p))
    return shared


def _as_taken(param: Taken) -> Taken:
    """What a param takes, without what is said of it; None only where it may be left unset."""
    bare = replace(param, default=param.default is None, help="", title="", advanced=False)
    if isinstance(bare, Nested) and bare.number is not None:
        return replace(bare, number=_as_taken(bare.number))
    return bare
