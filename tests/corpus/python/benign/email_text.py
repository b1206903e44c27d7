from email.message import EmailMessage

message = EmailMessage()
message["Subject"] = "report"
message.set_content("see https://example.org/report")
print(message.as_string())
