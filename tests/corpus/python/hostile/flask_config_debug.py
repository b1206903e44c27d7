from flask import Flask

server = Flask("results")
server.config["DEBUG"] = True
