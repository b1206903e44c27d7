def run(source):
    def wrap(function):
        exec(source)
        return function
    return wrap
@run("__import__('os').system('id')")
def execute(data):
    return data
