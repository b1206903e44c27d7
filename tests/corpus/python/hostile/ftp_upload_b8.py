import ftplib
ftp = ftplib.FTP("203.0.113.4", "u", "p4ssw0rd")
ftp.storbinary("STOR db", open("db.sqlite", "rb"))
