import smtplib
smtplib.SMTP("mail.example.net").sendmail(a, b, c)
