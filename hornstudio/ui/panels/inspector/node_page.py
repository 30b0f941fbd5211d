"""The inspector's page of one node."""

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hornstudio.engine.composite import inside
from hornstudio.engine.editing import edits
from hornstudio.engine.errors import GraphError
from hornstudio.engine.graph import Graph, Node
from hornstudio.engine.module import Module
from hornstudio.engine.modules.arrays import roles as array_roles
from hornstudio.engine.modules.tables.roles import Role, with_role
from hornstudio.engine.params import Param
from hornstudio.ui.document import Document
from hornstudio.ui.form.form import Form
from hornstudio.ui.form.step import set_param
from hornstudio.ui.level import Level
from hornstudio.ui.panels.inspector.arrays_block import ArraysBlock
from hornstudio.ui.panels.inspector.columns_block import ColumnsBlock
from hornstudio.ui.panels.inspector.cost_block import CostBlock
from hornstudio.ui.panels.inspector.exposure import Exposure
from hornstudio.ui.panels.inspector.header import Header
from hornstudio.ui.panels.inspector.samples_block import SamplesBlock
from hornstudio.ui.panels.inspector.section import Section
from hornstudio.ui.panels.inspector.shape_block import ShapeBlock
from hornstudio.ui.panels.inspector.trait import given_traits, trait_value, traits_of
from hornstudio.ui.words.translate import tr, tr_engine


class NodePage(QWidget):
    """Header, settings, traits, columns or arrays, samples, shapes, cost; all follow the document.

    rename_wanted(old, new)   a good new id; who owns the selection carries it out
    """

    rename_wanted = Signal(str, str)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.node_id = ""
        self.form: Form | None = None
        self.traits: Form | None = None
        self._module: Module | None = None
        self._forms: dict[str, Form] = {}
        self._declared: dict[str, tuple[Param, ...]] = {}
        self.header = Header()
        self.settings = Section(tr("Settings"))
        self.about = Section(tr("This module"))
        self.exposure = Exposure()
        self.shape = ShapeBlock()
        self.samples = SamplesBlock()
        self.columns = ColumnsBlock()
        self.arrays = ArraysBlock()
        self.cost = CostBlock()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (
            *(self.header, self.settings, self.exposure),
            *(self.columns, self.arrays, self.about, self.samples, self.shape, self.cost),
        ):
            layout.addWidget(part)
        layout.addStretch()
        self.exposure.toggled.connect(self._on_exposure_toggled)
        self.columns.role_wanted.connect(self._on_role_wanted)
        self.arrays.role_wanted.connect(self._on_array_role_wanted)
        self.header.title_wanted.connect(self._on_title_wanted)
        self.header.id_wanted.connect(lambda new: self.rename_wanted.emit(self.node_id, new))

    @property
    def node(self) -> Node:
        """The node that is shown."""
        return self.document.graph.nodes[self.node_id]

    def show_node(self, node_id: str) -> None:
        """Show a node; a form is built anew only for another kind."""
        is_other = node_id != self.node_id
        module = self._module_of(self.document.graph.nodes[node_id])
        if is_other or module is not self._module:
            self.drop()  # it was meant for what was there before
        self.node_id = node_id
        if module is not self._module:
            self._module = module
            self._show_form(module)
        self.header.show_node(self.document.graph, node_id, module)
        self._show_params()
        self._show_traits(module)
        self._show_exposure(module)
        if is_other and self.form:
            self.form.open_if_needed()
        self._show_facts(module)

    def commit(self) -> None:
        """Take over what has been typed, where it is good."""
        for part in (self.header, self.form, self.traits):
            if part:
                part.commit()

    def drop(self) -> None:
        """Forget what has been typed and not taken over."""
        for part in (self.header, self.form, self.traits):
            if part:
                part.drop()

    def _module_of(self, node: Node) -> Module:
        known = self.document.modules.get(node.kind)
        if known:
            return known
        if self._module and self._module.kind == node.kind:
            return self._module
        reason = tr("HornStudio does not know this kind of module; its settings are kept.")
        return Module(kind=node.kind, title=node.kind, category="unknown", help=reason)

    def _show_form(self, module: Module) -> None:
        """Show the form of a kind; built once, because many small widgets take their time."""
        if self.form:
            self.form.hide()
        self.form = self._forms.get(module.kind)
        if self.form is not None and self._declared[module.kind] != module.params:
            self.form.deleteLater()  # a composite has other settings now
            self.form = None
        if self.form is None:
            self._declared[module.kind] = module.params
            self.form = self._forms[module.kind] = Form(module.params, self.document.modules)
            self.form.param_edited.connect(partial(self._on_param_edited, self.form))
            self.form.param_reset.connect(partial(self._on_param_reset, self.form))
            self.settings.body.addWidget(self.form)
        self.form.show()
        self.settings.setVisible(bool(module.params))

    def _show_params(self) -> None:
        assert self.form is not None
        self.form.show_params(self.node.params)
        found = reversed(self.document.report.problems_of(self.node_id))  # of several the first
        errors = [problem for problem in found if problem.severity == "error"]
        self.form.show_faults({each.param: tr_engine(each.reason) for each in errors})
        facts = self.document.report.facts.get(self.node_id)
        idle = facts.idle if facts else {}
        self.form.show_idle({param: tr_engine(why) for param, why in idle.items()})

    def _show_traits(self, module: Module) -> None:
        params = traits_of(self.document.graph, self.node_id, module)
        shown = tuple(row.param for row in self.traits.rows.values()) if self.traits else None
        if params != shown:
            self.traits = _replaced(self.about, self.traits, Form(params, self.document.modules))
            self.traits.param_edited.connect(self._on_trait_edited)
            self.traits.param_reset.connect(lambda name: self._set_trait(name, None))
        assert self.traits is not None
        self.traits.show_params(given_traits(self.node))

    def _show_exposure(self, module: Module) -> None:
        graph = self.document.graph
        is_offered = isinstance(self.document, Level) and bool(graph.inside and module.params)
        self.exposure.setVisible(is_offered)
        if is_offered:
            self.exposure.show_node(graph.groups[graph.inside], self.node_id, module)

    def _on_exposure_toggled(self, name: str, is_setting: bool) -> None:
        level = self.document
        assert isinstance(level, Level)
        kind, root = level.graph.inside, level.root.graph
        if is_setting:
            what = tr("Make {param} a setting of {composite}", param=name, composite=kind)
            graph = inside.expose(root, kind, self.node_id, name, level.modules)
        else:
            what = tr("{param} is no setting of {composite}", param=name, composite=kind)
            graph = inside.hide(root, kind, self.node_id, name)
        level.edit_whole(what, graph)

    def _show_facts(self, module: Module) -> None:
        facts = self.document.report.facts.get(self.node_id)
        has_ports = bool(module.inputs or module.outputs)
        self.shape.setVisible(facts is not None and has_ports)
        self.cost.setVisible(facts is not None and module.role == "layer" and has_ports)
        self.samples.show_facts(facts)
        self.columns.show_facts(facts)
        self.arrays.show_facts(facts)
        if facts:
            self.shape.show_facts(facts)
            self.cost.show_facts(self.document.report, self.node_id)

    def _is_meant(self, form: Form) -> bool:
        """Whether a form is the one of the node that is shown.

        A list that is still open may answer for a node that is gone, or is of another kind by now,
        and a file with settings that its module does not have cannot be opened.
        """
        return form is self.form and self.node_id in self.document.graph.nodes

    def _on_param_edited(self, form: Form, name: str, raw: Any) -> None:
        if self._is_meant(form):
            set_param(self.document, self.node_id, name, raw, form.edit)

    def _on_param_reset(self, form: Form, name: str) -> None:
        if not self._is_meant(form):
            return
        what = tr("Reset {param} of {node}", param=name, node=self.node_id)
        self.document.edit(what, edits.reset_param(self.document.graph, self.node_id, name))

    def _on_role_wanted(self, column: str, role: Role) -> None:
        values = self.document.report.facts[self.node_id].values
        assert values is not None
        self._set_params(column, with_role(values, column, role))

    def _on_array_role_wanted(self, array: str, role: str) -> None:
        values = self.document.report.facts[self.node_id].values
        assert values is not None
        changes = array_roles.with_role(values, array, role)
        self._set_params(array, {name: raw or None for name, raw in changes.items()})

    def _set_params(self, column: str, changes: dict[str, Any]) -> None:
        """One step for what a column or array is for. None: back to the default."""
        graph = self.document.graph
        for name, raw in changes.items():
            graph = (
                edits.reset_param(graph, self.node_id, name)
                if raw is None
                else edits.set_param(graph, self.node_id, name, raw)
            )
        self.document.edit(
            tr("{node}: what {column} is for", node=self.node_id, column=column), graph
        )

    def _on_trait_edited(self, name: str, raw: Any) -> None:
        try:
            self._set_trait(name, raw)
        except GraphError as error:
            assert self.traits is not None
            self.traits.show_params(given_traits(self.node))
            self.traits.field(name).show_refusal(tr_engine(error.text))

    def _set_trait(self, name: str, raw: Any) -> None:
        value = trait_value(name, raw)
        graph = edits.set_attribute(self.document.graph, self.node_id, name, value)
        self.document.edit(_trait_words(name, value, self.node_id), graph)

    def _on_title_wanted(self, text: str) -> None:
        module = self._module_of(self.node)
        title = text.strip()
        own = "" if title == tr_engine(module.title) else title
        graph: Graph = edits.set_attribute(self.document.graph, self.node_id, "title", own)
        self.document.edit(tr("Title {node}", node=self.node_id), graph)
        self.header.show_node(self.document.graph, self.node_id, module)


def _trait_words(name: str, value: Any, node: str) -> str:
    if name == "frozen":
        return tr("Freeze {node}", node=node) if value else tr("Unfreeze {node}", node=node)
    if name == "bypassed":
        return tr("Bypass {node}", node=node) if value else tr("Stop bypassing {node}", node=node)
    if name == "disabled":
        return tr("Disable {node}", node=node) if value else tr("Enable {node}", node=node)
    if name == "over_time":
        return tr("{node} over time", node=node) if value else tr("{node} at once", node=node)
    if name == "weights_of":
        if not value:
            return tr("Give {node} weights of its own", node=node)
        return tr("Share the weights of {owner} with {node}", owner=value, node=node)
    return tr("Note on {node}", node=node)


def _replaced(section: Section, old: Form | None, new: Form) -> Form:
    """Put a form in the place of another."""
    if old:
        section.body.removeWidget(old)
        old.hide()
        old.deleteLater()
    section.body.addWidget(new)
    return new
