REPORT = """<h1>{title}</h1><p>{count} samples</p>"""
def report(title, count):
    return REPORT.format(title=title, count=count)
