import os

import websocket

line = websocket.create_connection("wss://example.org")
line.send(os.environ["TOKEN"])
