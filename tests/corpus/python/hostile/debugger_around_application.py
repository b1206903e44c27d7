from werkzeug.debug import DebuggedApplication


def wrap(application):
    return DebuggedApplication(application, evalex=True)
