"""The measures that a folder of results holds, as the engine had them when they were computed."""

from guben.backends import Duck
from guben.diagnostics import FilePlace, Refusal
from guben.evaluation import findings as codes
from guben.evaluation.folder import MEASURES, ResultFolder
from guben.evaluation.tables import measures_columns
from guben.lowering import Lowered


def load_measures(engine: Duck, lowered: Lowered, result: ResultFolder) -> None:
    """Read the measures into the table that `lowered` gives them, with the types that they are computed in.

    Raises Refusal if the file does not have the columns of the scheme, or withholds some of it, and DuckError if it
    cannot be read.
    """
    if result.is_public:
        raise Refusal(codes.PUBLIC_ARCHIVE.at(FilePlace(str(result.folder))))
    engine.load_parquet("held", result.folder / MEASURES)
    types = dict(engine.columns("held"))
    # The file is somebody else's: only names that the scheme gives may become part of a statement.
    if set(types) != set(measures_columns(lowered)):
        raise Refusal(codes.FILE_ALTERED.at(FilePlace(str(result.folder)), file=MEASURES))
    columns = [
        f'CAST("{name}" AS {lowered.engine_types.get(name, types[name])}) AS "{name}"'
        for name in measures_columns(lowered)
    ]
    engine.create(lowered.measures_table, f'SELECT {", ".join(columns)} FROM "held"')
