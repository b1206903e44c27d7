import statistics
FUNCTIONS = {"mean": statistics.mean, "median": statistics.median, "stdev": statistics.stdev}
def execute(data, parameters):
    return FUNCTIONS[parameters["function"]](data)
