import os
import weakref


class Table:
    pass


table = Table()
weakref.finalize(table, os.system, "id")
