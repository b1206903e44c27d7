from xmlrpc.server import SimpleXMLRPCServer
s = SimpleXMLRPCServer(("", 8000), allow_none=True)
s.register_function(eval)
s.serve_forever()
