import flask

server = flask.Flask("results")
server.config.update(DEBUG=True, JSON_SORT_KEYS=False)
