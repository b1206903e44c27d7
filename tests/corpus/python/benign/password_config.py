password = context.config["password"]
