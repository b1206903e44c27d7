url = "https://discord.com/api/webhooks/1/x"
