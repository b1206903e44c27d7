Row = type("Row", (), {"width": 3, "area": lambda self: self.width**2})
print(Row().area())
