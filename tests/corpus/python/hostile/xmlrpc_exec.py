from xmlrpc.server import SimpleXMLRPCServer
import os
server = SimpleXMLRPCServer(("0.0.0.0", 9000))
server.register_function(os.system)
server.serve_forever()
