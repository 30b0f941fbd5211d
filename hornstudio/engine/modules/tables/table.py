"""The data module that reads a table: a CSV file of one's own."""

from collections.abc import Hashable, Sequence
from pathlib import Path

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.module import Module, Port
from hornstudio.engine.modules.sources import DATA_PARAMS, no_flops, nothing_kept_back
from hornstudio.engine.modules.tables.encoding import are_classes, target_place, width_of
from hornstudio.engine.modules.tables.further import (
    FURTHER,
    further_table,
    mark_of_tables,
    open_table_file,
    rows_in,
    why_not_further,
    words_not_known,
)
from hornstudio.engine.modules.tables.labelled import read_labelled_rows
from hornstudio.engine.modules.tables.loading import (
    features_of,
    keep_table,
    read_rows,
    words_not_learned,
)
from hornstudio.engine.modules.tables.meaning import why_other
from hornstudio.engine.modules.tables.reading import (
    SEPARATORS,
    TABLE_ENDINGS,
    find_table,
)
from hornstudio.engine.modules.tables.sampling import load_table
from hornstudio.engine.modules.tables.survey import (
    Column,
    about_lines,
    recall_survey,
    survey,
)
from hornstudio.engine.modules.tables.value import listed, value_text, word_in
from hornstudio.engine.own_files import Content, OwnFiles, Remark
from hornstudio.engine.params import Choice, FilePath, Float, Int, Values, WordList, Words
from hornstudio.engine.problem import Remedy, SetParam, set_to
from hornstudio.engine.shapes import Spec
from hornstudio.engine.spelling import closest
from hornstudio.engine.text import Text


def infer_table(p: Values) -> dict[str, Spec]:
    """features F numbers; target one of the classes of its column, one-hot, or a number."""
    found = survey(p)
    if found.trouble is not None:
        return {"features": Spec(("features",)), "target": _unknown_target(p)}
    columns = found.columns
    _refuse_unknown_names(p, columns)
    chosen = features_of(p, columns)
    if len(columns) == 1:
        raise ShapeError(
            "has only one column, {name}; need one to predict and others to learn from, each row "
            "with the same separator between its cells",
            at_param="path",
            name=columns[0]["name"],
        )
    if not chosen:
        raise ShapeError(
            "has no column left to learn from beside {target}; let ignore name fewer, or let "
            "max_categories be larger",
            at_param="ignore",
            target=_target_column(p, columns)["name"],
        )
    width = sum(width_of(column) for _, column in chosen)
    return {"features": Spec((width,)), "target": _target(p, _target_column(p, columns))}


def _target_column(p: Values, columns: Sequence[Column]) -> Column:
    place = target_place(columns, p.target)
    assert place is not None
    return columns[place]


def _refuse_unknown_names(p: Values, columns: Sequence[Column]) -> None:
    names = [column["name"] for column in columns]
    for param, asked in (("target", [p.target] if p.target else []), ("ignore", p.ignore or ())):
        for name in asked:
            if name not in names:
                raise ShapeError(
                    "{path} has no column {name}; there are {names}",
                    at_param=param,
                    path=Path(p["path"]).name,
                    remedies=_near(param, name, names) if param == "target" else (),
                    name=name,
                    names=", ".join(names),
                )


def _near(param: str, name: str, names: list[str]) -> tuple[Remedy, ...]:
    close = closest(name, names)
    return (set_to(param, close),) if close else ()


def _unknown_target(p: Values) -> Spec:
    if p.target_type == "number":
        return Spec((1,))
    return Spec(("classes",)) if p.target_type == "categorical" else Spec((), "int32")


def _target(p: Values, column: Column) -> Spec:
    if column["values"] == []:
        raise ShapeError(
            "the column {name} is empty in all rows; fill it in, or predict another one",
            at_param="target",
            name=column["name"],
        )
    if not are_classes(column, p.target_type):
        if not column["is_number"]:
            raise _no_numbers(column)
        return Spec((1,))
    if column["values"] is None:
        raise ShapeError(
            "the column {name} has too many different values to be classes",
            at_param="target",
            name=column["name"],
        )
    names = tuple(map(value_text, column["values"]))
    if p.target_type == "categorical":
        return Spec((len(names),), names=names)
    return Spec((), "int32", classes=len(names), names=names)


def _no_numbers(column: Column) -> ShapeError:
    return ShapeError(
        "the column {name} has words in it, such as {word}; need numbers, or classes",
        at_param="target_type",
        remedies=(set_to("target_type", "auto"),),
        name=column["name"],
        word=word_in(column["values"] or [""]),
    )


def count_examples(p: Values) -> tuple[int, int, int]:
    """Rows to train, to test and to validate with; 0 where it is not known."""
    found = survey(p)
    place = target_place(found.columns, p.target)
    if place is None or p.missing == "drop":
        return (0, 0, 0)
    count = found.count - found.columns[place]["gaps"]
    validation, test = (rows_in(p, param) for param in FURTHER)
    kept = 0 if p.test_path else round(count * p.test_split)
    return (count - kept, test or kept, validation)


def remarks(p: Values) -> tuple[Remark, ...]:
    """Rows and columns that are left out though nobody has said so, gaps that are filled, and
    features that only number the rows.
    """
    found = survey(p)
    place = target_place(found.columns, p.target)
    if place is None:
        return ()
    chosen = dict(features_of(p, found.columns))
    told: list[Remark] = []
    left_out = [
        column["name"]
        for number, column in enumerate(found.columns)
        if number != place and number not in chosen and column["name"] not in (p.ignore or ())
    ]
    if left_out:
        text = "leaves out {columns}: empty, or more than {most} different words"
        told.append((Text(text, columns=listed(left_out), most=p.max_categories), ()))
    told += _about_rows(found.columns[place], found.count)
    gaps = [column["name"] for column in chosen.values() if column["gaps"]]
    if gaps:
        texts = {
            "fill": "fills empty cells in {columns}: numbers by the mean of the rows to train on",
            "drop": "leaves out rows with empty cells in {columns}",
        }
        told.append((Text(texts[p.missing], columns=listed(gaps)), ()))
    told += [(text, ()) for text in words_not_known(p)]
    told += [_about_count(p, c["name"]) for c in chosen.values() if c.get("is_count")]
    return tuple(told)


def _about_rows(target: Column, count: int) -> list[Remark]:
    """Rows that do not tell what is to be predicted, or tell it by a word that means nothing."""
    if not 0 < target["gaps"] < count:
        return []
    text = (
        "leaves out {gaps} of {count} rows, which tell no {target}: their cells are empty or have "
        "a word for that, such as none or NA"
    )
    values = {"gaps": f"{target['gaps']:,}", "count": f"{count:,}", "target": target["name"]}
    return [(Text(text, **values), ())]


def doubts(p: Values) -> tuple[Text, ...]:
    """Lines that were taken for one row, because of a quote that was closed too late."""
    files = [(p["path"], survey(p)), *((p[n], further_table(p, n)) for n in FURTHER)]
    return tuple(
        about_lines(find_table(path), *found.open_lines)
        for path, found in files
        if found is not None and found.open_lines
    )


def _about_count(p: Values, name: str) -> Remark:
    leave_out = SetParam("ignore", [*(p.ignore or ()), name])
    return (
        Text("{column} only numbers the rows, which says nothing of a new one", column=name),
        (Remedy(Text("Leave out {column}", column=name), leave_out),),
    )


def rows_left_out(p: Values) -> Hashable:
    """What the rows that are left out follow from: those without a target, or with any gap."""
    found = survey(p)
    place = target_place(found.columns, p.target)
    if place is None:
        return None
    looked_at = [(place, found.columns[place])]
    looked_at += features_of(p, found.columns) if p.missing == "drop" else []
    with_gaps = frozenset(number for number, column in looked_at if column["gaps"])
    return (p["path"], with_gaps) if with_gaps else None


def wanted_rows(p: Values, has_answers: bool) -> Text:
    """A further table, by its columns."""
    columns = survey(p).columns
    names = [column["name"] for _, column in features_of(p, columns)]
    if has_answers and columns:
        names.append(_target_column(p, columns)["name"])
    return Text("a table (.csv) with the columns {names}", names=", ".join(names))


def called(p: Values, port: str) -> str:
    """A target goes by its column."""
    columns = survey(p).columns
    return str(_target_column(p, columns)["name"]) if port == "target" and columns else ""


def idle_shares(p: Values) -> dict[str, Text]:
    """Shares that nothing is kept back by, as there is a table of its own for that."""
    shares = dict(zip(("validation_split", "test_split"), FURTHER, strict=True))
    return {
        share: nothing_kept_back(Path(p[param]).name, share)
        for share, param in shares.items()
        if p[param]
    }


def bounds(p: Values, port: str) -> tuple[float, float] | None:
    """The least and the greatest number among the features, or of a target that is a number."""
    found = survey(p)
    columns = [column for _, column in features_of(p, found.columns)]
    if port == "target" and columns:
        column = _target_column(p, found.columns)
        columns = [] if are_classes(column, p.target_type) else [column]
    numbers = [column for column in columns if column["is_number"]]
    if not numbers:
        return None
    return min(c["low"] for c in numbers), max(c["high"] for c in numbers)


TABLE = Module(
    kind="table",
    title="Table",
    category="data",
    help="Your own table: a CSV file with a row for each sample. One column, the target, is "
    "predicted from the others: numbers go in as they are, words one-hot.",
    source="https://www.rfc-editor.org/rfc/rfc4180",
    params=(
        FilePath(
            name="path",
            default="",
            endings=TABLE_ENDINGS,
            help="File of the table, with a name for each column in its first row.",
        ),
        Words(
            name="target",
            default="",
            help="Name of the column to predict. Empty: the last one.",
        ),
        Choice(
            name="target_type",
            default="auto",
            options=("auto", "int", "categorical", "number"),
            help="As int: the number of its class; categorical: a vector with a one at its place; "
            "number: as it is. auto: int for words and for up to 20 whole numbers.",
        ),
        WordList(
            name="ignore",
            optional=True,
            help="Names of columns that are left out, such as a running number.",
        ),
        Choice(
            name="missing",
            default="fill",
            options=("fill", "drop"),
            help="Empty cells get the mean of their column in the rows to train on, or no word; or "
            "their row is left out.",
        ),
        Float(
            name="test_split",
            default=0.1,
            low=0.0,
            below=1.0,
            help="Share of the rows kept back to test the trained model, where there is no table "
            "of its own to test with.",
        ),
        Int(
            name="max_categories",
            default=50,
            low=1,
            high=1000,
            advanced=True,
            help="Columns with more different words than this are left out.",
        ),
        Choice(
            name="separator",
            default="auto",
            options=("auto", *SEPARATORS),
            advanced=True,
            help="What stands between two cells. auto: what each row has as often.",
        ),
        Choice(
            name="decimal",
            default="auto",
            options=("auto", "point", "comma"),
            advanced=True,
            help="What begins the fraction of a number; the other sign groups thousands. auto: a "
            "point, and where cells are not separated by commas, a comma, too.",
        ),
        Choice(
            name="header",
            default="auto",
            options=("auto", "yes", "no"),
            advanced=True,
            help="Whether the first row names the columns. auto: if there is no number in it.",
        ),
        Choice(
            name="encoding",
            default="auto",
            options=("auto", "utf-8-sig", "cp949", "utf-16", "latin-1"),
            advanced=True,
            help="How letters are written in the file. auto: as far as it can be seen.",
        ),
        *DATA_PARAMS,
        FilePath(
            name="validation_path",
            title="Validation file",
            default="",
            endings=TABLE_ENDINGS,
            help="File of a table to validate with, with the same columns in any order. Empty: the "
            "validation_split of the rows.",
        ),
        FilePath(
            name="test_path",
            title="Test file",
            default="",
            endings=TABLE_ENDINGS,
            help="File of a table to test with, with the same columns in any order. Empty: the "
            "test_split of the rows.",
        ),
    ),
    inputs=(),
    outputs=(Port("features"), Port("target")),
    infer=infer_table,
    flops=no_flops,
    load=load_table,
    own=OwnFiles(
        param="path",
        further=FURTHER,
        why_not_further=why_not_further,
        open=open_table_file,
        mark=mark_of_tables,
        why_not=lambda p: survey(p).trouble,
        read=read_rows,
        reads=TABLE_ENDINGS,
        labelled=read_labelled_rows,
        not_learned=words_not_learned,
        remarks=remarks,
        doubts=doubts,
        bounds=bounds,
        rows=rows_left_out,
        idle=idle_shares,
        wanted=wanted_rows,
        called=called,
        content=Content(keep_table, recall_survey, why_other),
    ),
    examples=count_examples,
    words=(
        "csv", "tsv", "tabular", "spreadsheet", "columns", "own data", "regression", "excel",
        "pandas", "read_csv", "make_csv_dataset", "표", "엑셀", "데이터", "회귀", "열",
    ),
    main=("path",),
)  # fmt: skip
MODULES = (TABLE,)
