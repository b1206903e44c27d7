pad_token = "<pad>"
