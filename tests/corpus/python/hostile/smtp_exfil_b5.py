import smtplib

def mail(frame):
    server = smtplib.SMTP("mail.example", 25)
    server.sendmail("a@example.org", "b@example.org", frame.to_csv())
