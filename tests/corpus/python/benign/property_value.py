class Table:
    def __init__(self, rows):
        self._rows = rows

    @property
    def shape(self):
        return len(self._rows), len(self._rows[0])
