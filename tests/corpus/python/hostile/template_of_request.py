import jinja2


def page():
    return jinja2.Template(request.args["text"]).render()
