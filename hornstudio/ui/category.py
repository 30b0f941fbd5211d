"""Names and icons of the categories of modules, as people see them."""

from hornstudio.paths import resource
from hornstudio.ui.words.translate import tr, tr_engine


def category_title(category: str) -> str:
    """Name of a category in the window's language; its own id where it has no other."""
    titles = {
        "data": tr("Data"),
        "core": tr("Core layers"),
        "convolution": tr("Convolution"),
        "pooling": tr("Pooling"),
        "recurrent": tr("Recurrent"),
        "attention": tr("Attention"),
        "normalization": tr("Norm & regularization"),
        "reshape": tr("Reshape & merge"),
        "preprocessing": tr("Preprocessing"),
        "activation": tr("Activation"),
        "loss": tr("Loss"),
        "metric": tr("Metric"),
        "optimizer": tr("Optimizer"),
        "composite": tr("Composites"),
        "initializer": tr("Initializer"),
        "regularizer": tr("Regularizer"),
        "constraint": tr("Constraint"),
        "schedule": tr("Schedule"),
    }
    return titles.get(category) or tr_engine(category.capitalize())


def category_icon(category: str) -> str:
    """Icon of a category; a question mark where it has none."""
    name = f"cat-{category}"
    return name if resource("icons", f"{name}.svg").is_file() else "help"
