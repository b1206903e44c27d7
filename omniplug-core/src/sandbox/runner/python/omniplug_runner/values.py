"""What a plugin is given: its input and context objects, and tables without pandas."""


class Fields(dict):
    """A dict whose keys are attributes too: `input_data.data` is `input_data["data"]`."""

    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(
                "there is no `%s`; there are: %s" % (name, ", ".join(map(str, self)))
            ) from None

    def __setattr__(self, name, value):
        self[name] = value


class Table(dict):
    """A table where pandas is missing: column name to column (a NumPy array, or a list without NumPy).

    A plugin may return one: `Table(x=[1, 2], y=["a", "b"])`. Its type is at hand as `type(input_data.data)`.
    """

    @property
    def columns(self):
        """The names of the columns."""
        return list(self)

    @property
    def rows(self):
        """The number of rows."""
        for column in self.values():
            return len(column)
        return 0

    @property
    def shape(self):
        """Rows and columns, as a data frame tells them."""
        return (self.rows, len(self))
