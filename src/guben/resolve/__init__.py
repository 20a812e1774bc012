"""Names point to declarations: where schemes are found, what a name in a formula means, what depends on what."""

from guben.resolve.loading import Loaded, load_scheme, load_scheme_text
from guben.resolve.names import Names, names_of

__all__ = ["Loaded", "Names", "load_scheme", "load_scheme_text", "names_of"]
