"""The window's tests run where the window does: its engine comes for some machines only."""

import importlib.util
import os

# In CI it has to be there: then an import that fails says so.
if importlib.util.find_spec("tocsin_desktop") is None and os.environ.get("CI") != "true":
    collect_ignore_glob = ["*"]
